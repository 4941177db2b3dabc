/** Colours that read on a light and on a dark ground, and apart from each other when printed. */
export const colours = {
  main: '#3D6FE0',
  comparison: '#7D8AA0',
} as const

/** One colour per answer of the bank, the same in every panel whatever is filtered. */
export const outcomeColours = {
  authorized: '#2A9D8F',
  declined: '#D9485F',
  reversed: '#E3A53B',
} as const
