/** All parts of the viewer, one line each. */

import type { Desk } from '../desk'
import { check } from '../parts/check'
import { clipboard } from '../parts/clipboard'
import { continuity } from '../parts/continuity'
import { files } from '../parts/files'
import { fullScreen } from '../parts/full-screen'
import { giveBack } from '../parts/give-back'
import { handover } from '../parts/handover'
import { hangul } from '../parts/hangul'
import { help } from '../parts/help'
import { hours } from '../parts/hours'
import { idleLock } from '../parts/idle-lock'
import { keys } from '../parts/keys'
import { measuring } from '../parts/measuring'
import { messages } from '../parts/messages'
import { microphone } from '../parts/microphone'
import { monitors } from '../parts/monitors'
import { names } from '../parts/names'
import { outside } from '../parts/outside'
import { printing } from '../parts/printing'
import { quality } from '../parts/quality'
import { recording } from '../parts/recording'
import { sound } from '../parts/sound'
import { typing } from '../parts/typing'
import { watermark } from '../parts/watermark'
import { zone } from '../parts/zone'
import type { Part } from './part'

const parts: readonly Part[] = [
  handover,
  quality,
  check,
  measuring,
  messages,
  hours,
  continuity,
  zone,
  typing,
  names,
  recording,
  hangul,
  keys,
  sound,
  microphone,
  help,
  monitors,
  fullScreen,
  idleLock,
  giveBack,
  clipboard,
  watermark,
  files,
  printing,
  outside,
].toSorted((a, b) => a.order - b.order)
const onSecond = parts.filter(({ isOnSecond }) => isOnSecond)

export function partsOf({ screen }: Desk): readonly Part[] {
  return screen === 2 ? onSecond : parts
}
