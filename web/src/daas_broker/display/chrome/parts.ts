/** All parts of the viewer, one line each. */
import { fullScreen } from '../parts/full-screen'
import { giveBack } from '../parts/give-back'
import { hangul } from '../parts/hangul'
import { latency } from '../parts/latency'
import { measuring } from '../parts/measuring'
import { sound } from '../parts/sound'
import type { Part } from './part'

export const parts: readonly Part[] = [
  latency,
  measuring,
  hangul,
  sound,
  fullScreen,
  giveBack,
].toSorted((a, b) => a.order - b.order)
