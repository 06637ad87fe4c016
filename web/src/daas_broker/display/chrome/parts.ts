/** All parts of the viewer, one line each. */
import { check } from '../parts/check'
import { fullScreen } from '../parts/full-screen'
import { giveBack } from '../parts/give-back'
import { handover } from '../parts/handover'
import { hangul } from '../parts/hangul'
import { idleLock } from '../parts/idle-lock'
import { keys } from '../parts/keys'
import { measuring } from '../parts/measuring'
import { quality } from '../parts/quality'
import { sound } from '../parts/sound'
import type { Part } from './part'

export const parts: readonly Part[] = [
  handover,
  quality,
  check,
  measuring,
  hangul,
  keys,
  sound,
  fullScreen,
  idleLock,
  giveBack,
].toSorted((a, b) => a.order - b.order)
