/** [NV4] The same bytes as mobile_admin/seals/mark.py; the text was signed there. */
import { describe, expect, it } from 'vitest'
import { bytesOf, readCode, readMark } from './mark'

const KEY = 'sXlNVeh4uOfYpLnPhPJCACSTv3N9rfEGVXtKjYcAlAM='
const TEXT =
  'ATzG1N-dFQlto18AAAAAcOPBgKurq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urMTc0MTAxMi6VD5qwcmZjYOgeQ3KFR3x9-mV5tfC-gQzEq1uOVsTw4ERhz6i41LiDKTD8_zdTwswuNjRDpC-SWooGJKVfsAg'

const key = () => bytesOf(KEY) ?? new Uint8Array()

describe('the mark of a QR code', () => {
  it('says code, time and office where the key signed it', async () => {
    const mark = await readMark(TEXT, key())
    expect(mark).toEqual({
      code: '7K3D9QWX2M4PV8TZ',
      sha256: 'ab'.repeat(32),
      issuedAt: new Date('2030-01-07T00:00:00Z'),
      office: '1741012',
    })
  })
  it('is broken where a letter was changed, cut off, or the key is another', async () => {
    const other = key()
    other[0] = (other[0] ?? 0) ^ 1
    expect(await readMark(`${TEXT.slice(0, 30)}x${TEXT.slice(31)}`, key())).toBe('broken')
    expect(await readMark(TEXT.slice(0, -2), key())).toBe('broken')
    expect(await readMark('', key())).toBe('broken')
    expect(await readMark(TEXT, other)).not.toEqual(expect.objectContaining({ office: '1741012' }))
  })
})

describe('a code as people type it', () => {
  it('is read with or without hyphens, small, and with O for 0', () => {
    expect(readCode('7k3d-9qwx-2m4p-v8tz')).toBe('7K3D9QWX2M4PV8TZ')
    expect(readCode('ooil 0000 0000 0000')).toBe('0011000000000000')
    expect(readCode('7K3D')).toBeNull()
    expect(readCode('UUUU-0000-0000-0000')).toBeNull()
    expect(readCode(' 임시-1741012-a1-7 ')).toBe('임시-1741012-a1-7')
  })
})
