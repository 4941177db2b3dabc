import { z } from 'zod'
import { type Command } from './command.ts'

/** A flag of a command, as a person sees it. */
export interface Flag {
  /** As the command's code has it: `kafkaPort`. */
  readonly key: string
  /** As it is typed: `--kafka-port`. */
  readonly option: string
  /** What the value is called in help; undefined for a flag that takes none. */
  readonly valueName: string | undefined
  readonly meaning: string
  /** Undefined when it has none or is off by default. */
  readonly default: string | undefined
  readonly isRequired: boolean
}

/** The flags of a command, in the order of its definition. */
export function flagsOf(command: Command): readonly Flag[] {
  const described = z.toJSONSchema(command.flags, { io: 'input', unrepresentable: 'any' })
  return Object.entries(command.flags.shape).map(([key, schema]) => {
    const description = Description.parse(described.properties?.[key])
    const unset = z.safeParse(schema, undefined)
    return {
      key,
      option: optionOf(key),
      valueName: description.type === 'boolean' ? undefined : valueNameOf(description),
      meaning: description.description ?? '',
      default: unset.success ? textOf(unset.data) : undefined,
      isRequired: !unset.success,
    }
  })
}

/** `kafkaPort` is typed `--kafka-port`. */
export function optionOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

const Description = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  value: z.string().optional(),
  enum: z.array(z.string()).optional(),
})

function valueNameOf(description: z.output<typeof Description>): string {
  return description.value ?? description.enum?.join('|') ?? 'value'
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
