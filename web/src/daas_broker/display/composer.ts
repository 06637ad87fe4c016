/**
 * A Hangul input method of our own (두벌식, KS X 5002), for machines that have none. Pure.
 * Syllables are composed as Unicode §3.12 says.
 */

export interface Composed {
  /** Finished text, to be inserted. */
  readonly commit: string
  /** The syllable that is still open. */
  readonly preedit: string
}

interface Syllable {
  readonly initial: string
  readonly vowel: string
  readonly final: string
}

const QWERTY = 'qwertasdfgzxcvyuiophjklbnmQWERTOP'
const JAMO = 'ㅂㅈㄷㄱㅅㅁㄴㅇㄹㅎㅋㅌㅊㅍㅛㅕㅑㅐㅔㅗㅓㅏㅣㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ'
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'
const FINALS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'
const PAIRS: Readonly<Record<string, string>> = {
  ㅗㅏ: 'ㅘ',
  ㅗㅐ: 'ㅙ',
  ㅗㅣ: 'ㅚ',
  ㅜㅓ: 'ㅝ',
  ㅜㅔ: 'ㅞ',
  ㅜㅣ: 'ㅟ',
  ㅡㅣ: 'ㅢ',
  ㄱㅅ: 'ㄳ',
  ㄴㅈ: 'ㄵ',
  ㄴㅎ: 'ㄶ',
  ㄹㄱ: 'ㄺ',
  ㄹㅁ: 'ㄻ',
  ㄹㅂ: 'ㄼ',
  ㄹㅅ: 'ㄽ',
  ㄹㅌ: 'ㄾ',
  ㄹㅍ: 'ㄿ',
  ㄹㅎ: 'ㅀ',
  ㅂㅅ: 'ㅄ',
}
const NOTHING: Syllable = { initial: '', vowel: '', final: '' }
const FIRST_SYLLABLE = 0xac00

export class Composer {
  /** How the open syllable came to be, a state for each key: erasing goes back along it. */
  private steps: Syllable[] = []

  get isOpen(): boolean {
    return this.steps.length > 0
  }

  static takes(key: string): boolean {
    return jamoOf(key) !== undefined
  }

  type(key: string): Composed {
    const jamo = jamoOf(key) ?? ''
    const grown = VOWELS.includes(jamo) ? this.withVowel(jamo) : this.withConsonant(jamo)
    if (grown) {
      this.steps.push(grown)
      return { commit: '', preedit: spell(grown) }
    }
    return VOWELS.includes(jamo) ? this.nextByVowel(jamo) : this.next('', jamo)
  }

  /** Takes the last jamo away; null when there is none and the key is the desktop's. */
  erase(): Composed | null {
    if (!this.isOpen) return null
    this.steps.pop()
    return { commit: '', preedit: spell(this.open) }
  }

  /** Anything else ends the syllable. */
  finish(): string {
    const text = spell(this.open)
    this.steps = []
    return text
  }

  private get open(): Syllable {
    return this.steps.at(-1) ?? NOTHING
  }

  private withVowel(jamo: string): Syllable | null {
    const { open } = this
    if (open.final) return null
    const vowel = open.vowel ? PAIRS[open.vowel + jamo] : jamo
    return vowel ? { ...open, vowel } : null
  }

  private withConsonant(jamo: string): Syllable | null {
    const { open } = this
    if (open.initial && open.vowel) {
      const final = open.final ? PAIRS[open.final + jamo] : jamo
      return final && FINALS.includes(final) ? { ...open, final } : null
    }
    return open === NOTHING ? { ...NOTHING, initial: jamo } : null
  }

  /** The final consonant, or its second half, begins the syllable of the vowel that follows. */
  private nextByVowel(jamo: string): Composed {
    const { open } = this
    const [first, second] = halves(open.final)
    const kept = { ...open, final: second ? first : '' }
    const moved = second || first
    this.steps = open.final ? [kept] : [open]
    return this.next(moved, jamo)
  }

  private next(initial: string, jamo: string): Composed {
    const commit = this.finish()
    if (initial) this.steps.push({ ...NOTHING, initial })
    const isVowel = VOWELS.includes(jamo)
    const begun = { ...this.open, ...(isVowel ? { vowel: jamo } : { initial: jamo }) }
    this.steps.push(begun)
    return { commit, preedit: spell(begun) }
  }
}

function jamoOf(key: string): string | undefined {
  if (key.length !== 1) return undefined
  const at = QWERTY.indexOf(key)
  // Shift changes seven letters only.
  return JAMO[at >= 0 ? at : QWERTY.indexOf(key.toLowerCase())]
}

/** The key that brought a text to its last letter: 뮤 was made so by ㅠ, which is b. */
export function lastKey(text: string): string | undefined {
  const last = text.at(-1) ?? ''
  const at = (last.codePointAt(0) ?? 0) - FIRST_SYLLABLE
  const isSyllable = at >= 0 && at < INITIALS.length * VOWELS.length * FINALS.length
  const final = FINALS[at % FINALS.length] ?? ' '
  const vowel = VOWELS[Math.floor(at / FINALS.length) % VOWELS.length] ?? ''
  const [first, second] = halves(!isSyllable ? last : final === ' ' ? vowel : final)
  const of = JAMO.indexOf(second || first)
  return of >= 0 ? QWERTY[of] : undefined
}

function halves(final: string): [string, string] {
  const pair = Object.entries(PAIRS).find(([, joined]) => joined === final)?.[0]
  return pair ? [pair.slice(0, 1), pair.slice(1)] : [final, '']
}

function spell({ initial, vowel, final }: Syllable): string {
  if (!initial || !vowel) return initial + vowel
  const [i, v, f] = [INITIALS.indexOf(initial), VOWELS.indexOf(vowel), FINALS.indexOf(final || ' ')]
  return String.fromCharCode(FIRST_SYLLABLE + (i * VOWELS.length + v) * FINALS.length + f)
}
