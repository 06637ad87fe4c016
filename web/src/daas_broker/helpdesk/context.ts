/** What the user's page knows of itself when it asks for help: codes only, nothing that was typed. */
import { language } from '@/kernel/i18n'
import type { Desk } from '../display/desk'
import type { Context } from './state'

interface Mishap {
  readonly at: string
  readonly what: string
}

const MOST = 10
const TROUBLE = ['lost', 'taken', 'ended', 'refused'] as const
const seen = new WeakMap<Desk, Mishap[]>()

/** Notes what goes wrong for as long as the page shows the desktop. */
export function noteMishaps(desk: Desk): () => void {
  const found: Mishap[] = []
  seen.set(desk, found)
  const note = (what: string) => {
    found.push({ at: new Date().toISOString(), what })
    found.splice(0, found.length - MOST)
  }
  let shown: readonly string[] = []
  const ends = [
    desk.stream.phase.follow(() => {
      const phase = desk.stream.phase.get()
      if (TROUBLE.some(each => each === phase)) note(phase)
    }),
    desk.notices.shown.follow(() => {
      const now = desk.notices.shown.get().filter(({ tone }) => tone === 'danger')
      for (const { id } of now) if (!shown.includes(id)) note(`notice ${id}`)
      shown = now.map(({ id }) => id)
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

export function contextOf(desk: Desk): Context {
  const { width, height } = desk.stream.picture.screen.size
  return {
    browser: browserName(navigator.userAgent),
    screen: `${width}×${height} @${devicePixelRatio}`,
    language: language(),
    latency_ms: desk.stream.picture.meter.latest.get().trip,
    phase: desk.stream.phase.get(),
    mishaps: seen.get(desk) ?? [],
  }
}

const BROWSERS = [
  ['Edge', /Edg\/(\d+)/],
  ['Whale', /Whale\/(\d+)/],
  ['Firefox', /Firefox\/(\d+)/],
  ['Chrome', /(?:Chrome|Chromium)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari/],
] as const

/** `Chrome 140 · Windows`; what it calls itself where nobody knows it. */
export function browserName(agent: string): string {
  const system = /Windows|Mac OS X|Android|iPhone|iPad|Linux/.exec(agent)?.[0] ?? ''
  for (const [name, pattern] of BROWSERS) {
    const found = pattern.exec(agent)
    if (found) return [`${name} ${found[1]}`, system].filter(Boolean).join(' · ')
  }
  return agent.slice(0, 120)
}
