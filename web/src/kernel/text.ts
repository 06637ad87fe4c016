/** Text as people mean it: Hangul by syllable, by jamo and by first consonants. */
import { disassemble, getChoseong } from 'es-hangul'

const CHOSEONG_ONLY = /^[ㄱ-ㅎ]+$/

function folded(value: string): string {
  return value.normalize('NFC').toLowerCase().replace(/\s+/g, '')
}

/**
 * Whether `text` is what somebody typing `query` may mean. True also while a syllable is being
 * composed (회ㅇ, 횡 → 회의) and for first consonants alone (ㄱㅎㄴ → 김하늘).
 */
export function matches(text: string, query: string): boolean {
  return finderOf([text])(query).length > 0
}

/** As `matches` for thousands of texts, taken apart once: the places of those that are meant. */
export function finderOf(texts: readonly string[]): (query: string) => readonly number[] {
  const given = texts.map(folded)
  const places = given.map((_, at) => at)
  let first: readonly string[] | undefined
  let jamo: readonly string[] | undefined
  return query => {
    const wanted = folded(query)
    if (wanted === '') return places
    if (CHOSEONG_ONLY.test(wanted)) {
      first ??= given.map(text => getChoseong(text))
      return places.filter(at => given[at]?.includes(wanted) || first?.[at]?.includes(wanted))
    }
    const parts = disassemble(wanted)
    // Without Hangul the parts are the letters themselves.
    if (parts === wanted) return places.filter(at => given[at]?.includes(wanted))
    jamo ??= given.map(text => disassemble(text))
    return places.filter(at => given[at]?.includes(wanted) || jamo?.[at]?.includes(parts))
  }
}

/** An Enter that ends a syllable is not an Enter. 229 is what a key is called while composing. */
export function isComposing(event: {
  isComposing?: boolean
  keyCode?: number
  nativeEvent?: { isComposing?: boolean }
}): boolean {
  return (
    event.isComposing === true || event.nativeEvent?.isComposing === true || event.keyCode === 229
  )
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** Bytes for people: 1,536 → 1.5 KB. */
export function bytes(count: number): string {
  let size = count
  let unit = 0
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10} ${UNITS[unit]}`
}

/** What begins a line: "a card number" becomes "A card number". Hangul has no capitals. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
