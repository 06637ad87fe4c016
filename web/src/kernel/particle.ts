/** The particle that fits a word's last sound, as it is read aloud: 문서를, 계획(안)을, 보고서 3을. */
import { josa } from 'es-hangul'

export type Particle = Parameters<typeof josa>[1]

const DIGITS = ['영', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'] as const
const AFTER_THE_LAST_SOUND = /[^\p{L}\p{N}]+$/u

export function withParticle(word: string, particle: Particle): string {
  const read = asRead(word)
  return word + josa(read, particle).slice(read.length)
}

/** Names of files and cases end in numbers and in what stands in brackets. */
function asRead(word: string): string {
  const spoken = word.replace(AFTER_THE_LAST_SOUND, '') || word
  const last = spoken.at(-1) ?? ''
  return /\d/.test(last) ? (DIGITS[Number(last)] ?? spoken) : spoken
}
