/** Problems of a workbook in words: the server's codes are ours, pyxform's sentences are its own. */
import type { Problem } from './state'

export const CODES = [
  'malformed',
  'not_checked_again',
  'search_instead',
  'external_instead',
  'last_saved_instead',
  'version_missing',
  'form_id_missing',
  'no_questions',
  'files_too_large',
  'too_many_files',
  'unknown_list',
  'file_not_named',
  'file_too_large',
  'not_a_pack',
  'pack_too_large',
  'no_workbook',
  'several_workbooks',
  'twice',
  'list_too_large',
  'list_too_long',
  'list_empty',
  'not_text',
  'not_a_list',
  'not_features',
  'not_a_feature',
  'column_missing',
  'column_name',
  'column_twice',
  'row_too_long',
  'value_missing',
  'value_with_blank',
  'value_twice',
  'not_picture',
  'not_sound',
  'not_film',
  'version_taken',
  'not_a_sheet',
  'converter_failed',
  'converter_missing',
  'too_long',
  'language_missing',
  'max_pixels',
  'name_missing',
] as const
export type Code = (typeof CODES)[number]

/** What pyxform says of most workbooks, and what of it is told. */
const SENTENCES: readonly (readonly [RegExp, Code])[] = [
  [
    /^Language '(.+?)' is missing the (?:survey|choices) (columns? .+?|.+? column)\.$/,
    'language_missing',
  ],
  [/^Use the max-pixels parameter/, 'max_pixels'],
  [/^On the choices sheet there is a option with no (name)\./, 'name_missing'],
]

export function split(message: string): { readonly code: Code | null; readonly rest: string } {
  const [first = '', ...others] = message.split(/[: ]+/)
  const said = message.split('\n').map(line => spoken(line.trim()))
  if (said.every(each => each !== null)) {
    return {
      code: said[0]?.code ?? null,
      rest: said
        .map(each => each.rest)
        .filter(Boolean)
        .join(' / '),
    }
  }
  const code = CODES.find(known => known === first) ?? null
  return code ? { code, rest: others.join(' ') } : { code: null, rest: message }
}

export function placeOf({ sheet, row, column }: Problem): string {
  const parts = [sheet, row > 0 ? String(row) : '', column].filter(part => part !== '')
  return parts.length > 0 ? parts.join(' · ') : '–'
}

function spoken(line: string): { readonly code: Code; readonly rest: string } | null {
  for (const [sentence, code] of SENTENCES) {
    const found = sentence.exec(line)
    if (found) return { code, rest: found.slice(1).join(': ') }
  }
  return null
}
