/**
 * The fonts of letters. A document keeps the name that somebody chose or that a file came with; what
 * is drawn is that font where the machine has it, or else the free one of its build, as on the
 * server's printed pages (docs/howto/fonts.md). Pure.
 */
import type { Bilingual } from '@/kernel/i18n'

/** What is served with the pages. */
export type Served = 'gothic' | 'myeongjo'

export interface Face {
  /** Null is the house's own. */
  readonly name: string | null
  readonly label: Bilingual
}

export const FACES: readonly Face[] = [
  { name: null, label: { ko: '기본 글꼴', en: 'Default font' } },
  { name: '나눔고딕', label: { ko: '나눔고딕', en: 'Nanum Gothic' } },
  { name: '나눔명조', label: { ko: '나눔명조', en: 'Nanum Myeongjo' } },
]
export const LONGEST_NAME = 64
/** In points; between them one goes by a point. */
export const SIZES = [8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48] as const
export const [SMALLEST, LARGEST] = [1, 200] as const
const ROOT_PT = 12
const SERIF = /명조|바탕|궁서|batang|gungsuh|myeongjo|myungjo|serif|times|cambria|roman/i
const SANS = /sans|산스/i
const GOTHIC = /고딕|돋움|굴림|헤드라인|gothic|dotum|gulim|headline/i
const MONO = /체$|che$|coding|코딩|courier|mono|consolas/i
const SIGNS = /symbol|wingding|webding|dingbat|emoji|math/i
const GENERIC = /^(serif|sans-serif|monospace|cursive|fantasy|system-ui|inherit|initial)$/i
const HANGUL = /[가-힣]/
const MALGUN = /^(맑은 ?고딕|malgun|본고딕|pretendard)/i

/** Whether letters look like those of a font of that name: it is Korean, or one that we have a stand-in for. */
export function canShow(name: string): boolean {
  if (SIGNS.test(name) || GENERIC.test(name)) return false
  return HANGUL.test(name) || [SERIF, GOTHIC, MONO, MALGUN].some(known => known.test(name))
}

/** Which served font stands for it; undefined where the house's own or the machine's does. */
export function servedFor(name: string): Served | undefined {
  if (MONO.test(name) || MALGUN.test(name)) return undefined
  if (SERIF.test(name) && !SANS.test(name)) return 'myeongjo'
  return GOTHIC.test(name) ? 'gothic' : undefined
}

const STANDS: Readonly<Record<Served, string>> = {
  gothic: '"Nanum Gothic", sans-serif',
  myeongjo: '"Nanum Myeongjo", serif',
}

/** For a style: first the font itself. The name holds no sign that could end it. */
export function familyOf(name: string): string {
  const served = servedFor(name)
  const mono = MONO.test(name) ? 'var(--font-mono)' : 'var(--font)'
  return `"${name}", ${served ? STANDS[served] : mono}`
}

/** A font's name as anybody may have written it, or null. */
export function nameOf(said: unknown): string | null {
  if (typeof said !== 'string') return null
  const name = said.replace(/[^\p{L}\p{N} ._+&()@-]/gu, '').trim()
  return name === '' ? null : name.slice(0, LONGEST_NAME)
}

/** A size as anybody may have written it, in points, or null. */
export function sizeOf(said: unknown): number | null {
  const size = typeof said === 'string' ? Number.parseFloat(said) : said
  if (typeof size !== 'number' || !(size >= SMALLEST && size <= LARGEST)) return null
  return Math.round(size * 10) / 10
}

/** With the page: who reads larger letters has these larger as well. */
export function lengthOf(pt: number): string {
  return `${Math.round((pt / ROOT_PT) * 10_000) / 10_000}rem`
}

const FORMS: Readonly<Record<string, number>> = { h1: 19.5, h2: 15, h3: 12.75 }

/** What letters of a line have where nobody set a size. */
export function usualSize(form: unknown): number {
  return FORMS[String(form)] ?? ROOT_PT
}
