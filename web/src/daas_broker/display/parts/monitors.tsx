/** A second monitor: one more window of this desktop, on another screen of the reader's machine. */
import { Monitor, MonitorUp, MonitorX } from 'lucide-react'
import { say, useWords } from '@/kernel/i18n'
import { useLatest } from '../channel'
import type { Face, Part } from '../chrome/part'
import type { Desk } from '../desk'
import { screens, unplug } from '../screens'
import s from './clipboard.module.css'
import { words } from './monitors.words'

const ID = 'monitors'
const SECONDS = 10
const SIZE = 'popup,width=1280,height=800'

/** Where the browser tells which screens there are (Chromium, once the reader has allowed it). */
interface Screens {
  readonly screens: readonly ScreenOf[]
  readonly currentScreen: ScreenOf
}
interface ScreenOf {
  readonly availLeft: number
  readonly availTop: number
  readonly availWidth: number
  readonly availHeight: number
}
type WithScreens = Window & { getScreenDetails?: () => Promise<Screens> }

export const monitors: Part = {
  id: ID,
  order: 78,
  isOnSecond: true,
  useFace: useMonitors,
  Panel({ desk }) {
    const t = useWords(words)
    return desk.kind === 'light' ? <p className={s.note}>{t('light')}</p> : null
  },
  start: desk => (desk.screen === 2 ? closeWhenOver(desk) : tellOfSecond(desk)),
}

function useMonitors(desk: Desk): Face {
  const t = useWords(words)
  const isThere = (useLatest(desk.channel, screens)?.count ?? 1) > 1
  if (desk.screen === 2)
    return { icon: MonitorX, label: t('remove'), text: t('remove'), onPress: () => close() }
  // A light desktop has one screen: its panel says so.
  if (desk.kind === 'light') return { icon: Monitor, label: t('title') }
  if (isThere)
    return {
      icon: MonitorX,
      label: t('remove'),
      isOn: true,
      onPress: () => desk.channel.say(unplug, {}),
    }
  return { icon: MonitorUp, label: t('add'), onPress: () => openSecond(desk) }
}

function openSecond({ desktop, notices }: Desk): void {
  const opened = open(`/desktops/view/${desktop}?screen=2`, `second-${desktop}`, SIZE)
  if (opened) void onAnotherScreen(opened)
  else {
    const t = say(words)
    const [text, note] = [t('blocked'), t('blockedNote')]
    notices.show({ id: ID, icon: MonitorUp, tone: 'warning', text, note })
  }
}

async function onAnotherScreen(opened: Window): Promise<void> {
  try {
    const found = await (window as WithScreens).getScreenDetails?.()
    const other = found?.screens.find(each => each !== found.currentScreen)
    if (!other) return
    opened.moveTo(other.availLeft, other.availTop)
    opened.resizeTo(other.availWidth, other.availHeight)
  } catch {
    // Not allowed: the reader moves the window there by hand.
  }
}

function tellOfSecond({ channel, notices }: Desk): () => void {
  return channel.on(screens, ({ count }) => {
    if (count > 1)
      notices.show({ id: ID, icon: MonitorUp, text: say(words)('added'), seconds: SECONDS })
    else notices.dismiss(ID)
  })
}

/** A browser closes only windows that a page has opened: else the veil says what happened. */
function closeWhenOver({ stream }: Desk): () => void {
  return stream.phase.follow(() => {
    if (['unplugged', 'alone', 'ended', 'signed-out'].includes(stream.phase.get())) close()
  })
}
