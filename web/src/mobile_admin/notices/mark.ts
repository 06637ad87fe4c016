/**
 * The mark in a notice's QR code, checked without a network: mobile_admin/seals/mark.py has its bytes.
 * Null where this browser knows no Ed25519.
 */

const SIGNED = 58
const WHOLE = 122
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export interface Mark {
  readonly code: string
  readonly sha256: string
  readonly issuedAt: Date
  readonly office: string
}

/** What a mark says, or 'broken' where the key did not sign it. */
export async function readMark(text: string, key: Uint8Array): Promise<Mark | 'broken' | null> {
  const data = bytesOf(text)
  if (data?.length !== WHOLE || data[0] !== 1) return 'broken'
  try {
    const known = await crypto.subtle.importKey('raw', copied(key), 'Ed25519', false, ['verify'])
    const [said, seal] = [copied(data.slice(0, SIGNED)), copied(data.slice(SIGNED))]
    if (!(await crypto.subtle.verify('Ed25519', known, seal, said))) return 'broken'
  } catch {
    return null
  }
  return saidBy(data)
}

function saidBy(data: Uint8Array): Mark {
  const seconds = data.slice(11, 19).reduce((sum, byte) => sum * 256 + byte, 0)
  return {
    code: codeOf(data.slice(1, 11)),
    sha256: [...data.slice(19, 51)].map(byte => byte.toString(16).padStart(2, '0')).join(''),
    issuedAt: new Date(seconds * 1000),
    office: new TextDecoder().decode(data.slice(51, SIGNED)),
  }
}

function codeOf(bytes: Uint8Array): string {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const letters = Array.from({ length: 16 }, (_, at) => (value >> BigInt(75 - 5 * at)) & 31n)
  return letters.map(letter => ALPHABET[Number(letter)]).join('')
}

export function bytesOf(base64: string): Uint8Array | null {
  try {
    const plain = atob(base64.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(plain, letter => letter.charCodeAt(0))
  } catch {
    return null
  }
}

/** WebCrypto wants bytes of a buffer of their own. */
function copied(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}

/** As people type a code; null where it is none. */
export function readCode(typed: string): string | null {
  if (typed.trim().startsWith('임시-')) return typed.trim()
  const plain = typed.toUpperCase().replace(/[-\s]/g, '')
  const code = plain.replaceAll('O', '0').replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : null
}
