import { appearanceFunctions } from './appearance.ts'
import { arithmeticFunctions } from './arithmetic.ts'
import { type ChainFunction } from './chain-function.ts'
import { movingAverage } from './moving-average.ts'

/** By name, aliases included. What is not here is not evaluated, and said so by name. */
export const chainFunctions: ReadonlyMap<string, ChainFunction> = new Map<string, ChainFunction>([
  ...Object.entries(appearanceFunctions),
  ...Object.entries(arithmeticFunctions),
  ['movingaverage', movingAverage],
  ['mvavg', movingAverage],
])
