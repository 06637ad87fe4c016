/** What a part of the viewer can be: a button with its panel, a layer over the picture, or both. */
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Desk } from '../desk'

export interface Face {
  readonly icon: LucideIcon
  /** Said by a screen reader and shown on hover. */
  readonly label: string
  /** Above the panel, where the label says more than a name. */
  readonly title?: string
  /** Shown beside the icon: a number, a state. */
  readonly text?: string
  /** A state that the button shows as pressed; left out, it is a plain act. */
  readonly isOn?: boolean
  readonly count?: number
  /** Without it the part's panel opens. */
  readonly onPress?: () => void
}

export interface Part {
  readonly id: string
  /** From left to right, in tens. */
  readonly order: number
  /** Stays in the bar on a phone, where the others go behind one button. */
  readonly isPinned?: boolean
  /** Also in the window of a second monitor. */
  readonly isOnSecond?: boolean
  /** A hook: what the bar shows of it now, or null for nothing. */
  readonly useFace?: (desk: Desk) => Face | null
  /** Opens over the picture's edge, one at a time, under the face's title. */
  readonly Panel?: ComponentType<{ readonly desk: Desk; readonly onClose: () => void }>
  /** Above the picture and through it: the pointer does not feel it. */
  readonly Overlay?: ComponentType<{ readonly desk: Desk }>
  /** Above everything, with the pointer and the keyboard; null while there is nothing to cover. */
  readonly Cover?: ComponentType<{ readonly desk: Desk }>
  /** Runs before the stream opens; what it returns runs at the end. */
  readonly start?: (desk: Desk) => () => void
}
