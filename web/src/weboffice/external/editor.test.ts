import { describe, expect, it } from 'vitest'
import { newsOf } from './editor'
import { isOffered, offer } from './offered'

const ORIGIN = 'https://office.example'
const FRAME = {}
const heard = (data: unknown, origin = ORIGIN, source: unknown = FRAME) =>
  newsOf({ data, origin, source }, ORIGIN, FRAME)
const status = (Status: string) =>
  JSON.stringify({ MessageId: 'App_LoadingStatus', Values: { Status } })

describe('what an office tells its page', () => {
  it('is read as text and as an object', () => {
    expect(heard(status('Frame_Ready'))).toBe('ready')
    expect(heard(JSON.parse(status('Document_Loaded')))).toBe('shown')
    expect(heard({ MessageId: 'UI_Close' })).toBe('close')
    expect(heard({ MessageId: 'Doc_ModifiedStatus', Values: { Modified: true } })).toBe('changed')
    expect(heard({ MessageId: 'Doc_ModifiedStatus', Values: { Modified: false } })).toBe('saved')
  })
  it('counts only from its own origin and frame [WO1]', () => {
    expect(heard(status('Document_Loaded'), 'https://evil.example')).toBeNull()
    expect(heard(status('Document_Loaded'), ORIGIN, {})).toBeNull()
  })
  it('may be anything', () => {
    for (const odd of [null, 1, '{', '[]', {}, { MessageId: 1, Values: 'x' }, { Values: null }])
      expect(heard(odd)).toBeNull()
  })
})

describe('the offer in the drive', () => {
  it('follows the endings that the office names', () => {
    expect(isOffered('계획.docx')).toBe(false)
    offer(['docx'])
    expect(isOffered('계획.DOCX')).toBe(true)
    expect(isOffered('docx')).toBe(false)
    expect(isOffered('계획.docx.exe')).toBe(false)
    offer([])
    expect(isOffered('계획.docx')).toBe(false)
  })
})
