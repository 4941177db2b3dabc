import { type SavedObject } from '../saved-object.ts'
import { type DataView } from './data-view.ts'
import { type PanelNames, visualization } from './visualization.ts'

interface ControlsOptions<FieldName extends string> extends PanelNames {
  readonly controls: readonly Control<FieldName>[]
}

type Control<FieldName extends string> = { readonly field: FieldName; readonly label: string } & (
  | { readonly type: 'list' }
  /** Two ends to drag, in steps of this. */
  | { readonly type: 'range'; readonly step: number }
)

/** What a list offers; typing finds the others. */
const listSize = 20

/** Choices that narrow every panel of a dashboard, by fields that the documents of all have. */
export function inputControls<FieldName extends string>(
  view: DataView<FieldName>,
  { controls, ...names }: ControlsOptions<NoInfer<FieldName>>,
): SavedObject {
  const references = controls.map((_control, index) => `control_${index}_index_pattern`)
  return visualization(names, {
    type: 'input_control_vis',
    views: Object.fromEntries(references.map((name) => [name, view])),
    params: {
      controls: controls.map((control, index) => ({
        id: `control-${index + 1}`,
        fieldName: control.field,
        parent: '',
        label: control.label,
        type: control.type,
        options: optionsOf(control),
        indexPatternRefName: references[index],
      })),
      updateFiltersOnChange: true,
      useTimeFilter: true,
      pinFilters: false,
    },
  })
}

function optionsOf(control: Control<string>): object {
  return control.type === 'list'
    ? { type: 'terms', multiselect: true, dynamicOptions: true, size: listSize, order: 'desc' }
    : { decimalPlaces: 0, step: control.step }
}
