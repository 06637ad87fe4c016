import { describe, expect, it } from 'vitest'
import { placeOf, split } from './problems'

describe('what is wrong with a sheet', () => {
  it('is told with its place as a spreadsheet names it', () => {
    const told = { sheet: 'survey', row: 7, column: 'constraint', message: 'malformed >' }
    expect(placeOf(told)).toEqual('survey · 7 · constraint')
    expect(placeOf({ sheet: '', row: 0, column: '', message: 'not_a_sheet' })).toEqual('–')
  })

  it('has words of ours where the server has a code, and its own words where not', () => {
    expect(split('version_taken 2026')).toEqual({ code: 'version_taken', rest: '2026' })
    expect(split('Unknown question type')).toEqual({ code: null, rest: 'Unknown question type' })
  })

  it('says what pyxform says of most workbooks in the words of the house', () => {
    const two =
      "Language 'English (en)' is missing the survey columns hint, image.\nLanguage 'English (en)' is missing the choices image column."
    expect(split(two)).toEqual({
      code: 'language_missing',
      rest: 'English (en): columns hint, image / English (en): image column',
    })
    expect(split('Use the max-pixels parameter to speed up.').code).toBe('max_pixels')
    expect(split('Something new.')).toEqual({ code: null, rest: 'Something new.' })
  })
})
