/** Problems of a workbook in words: the server's codes are ours, pyxform's sentences are its own. */
import type { Problem } from './state'

export const CODES = [
  'malformed',
  'not_checked_again',
  'version_missing',
  'form_id_missing',
  'no_questions',
  'needs_files',
  'version_taken',
  'not_a_sheet',
  'converter_failed',
  'converter_missing',
  'too_long',
] as const
export type Code = (typeof CODES)[number]

export function split(message: string): { readonly code: Code | null; readonly rest: string } {
  const [first = '', ...others] = message.split(/[: ]+/)
  const code = CODES.find(known => known === first) ?? null
  return code ? { code, rest: others.join(' ') } : { code: null, rest: message }
}

export function placeOf({ sheet, row, column }: Problem): string {
  const parts = [sheet, row > 0 ? String(row) : '', column].filter(part => part !== '')
  return parts.length > 0 ? parts.join(' · ') : '–'
}
