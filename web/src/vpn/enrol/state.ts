/** What the device that is being added asks: it is signed in to nothing. */
import { api, ask } from '@/kernel/api'
import { asRefusal } from '@/kernel/refusal'
import { codeOf, makeKeys, type TunnelKeys } from './keys'

export interface Enrolled {
  readonly keys: TunnelKeys
  readonly pickup: string
}

export async function enrolHere(code: string): Promise<Enrolled> {
  const keys = await makeKeys()
  const body = {
    code: codeOf(code),
    public_key: keys.publicKey,
    preshared_key: keys.presharedKey,
    certificate_key: null,
    signature: null,
  }
  const { pickup } = await ask(api.POST('/api/gvpn/enrol', { body }))
  const enrolled = { keys, pickup }
  keep(enrolled)
  return enrolled
}

/**
 * Until the profile is saved the keys lie in this tab's own storage: a phone that needs the memory
 * throws away a page that waits for approval, and loads it anew when it is looked at again.
 */
const KEPT = 'onmaru.enrolled'

export function keep(enrolled: Enrolled): void {
  sessionStorage.setItem(KEPT, JSON.stringify(enrolled))
}

export function kept(): Enrolled | null {
  const text = sessionStorage.getItem(KEPT)
  return text === null ? null : (JSON.parse(text) as Enrolled)
}

export function forget(): void {
  sessionStorage.removeItem(KEPT)
}

/** The profile, or why there is none yet. */
export async function askProfile(
  pickup: string,
  everything = false,
): Promise<{ text: string } | { waits: 'approval' | 'gateway' }> {
  try {
    const text = await ask(
      api.POST('/api/gvpn/enrol/profile.conf', { body: { pickup, everything }, parseAs: 'text' }),
    )
    return { text: String(text) }
  } catch (error) {
    const refusal = asRefusal(error)
    if (refusal.code !== 'device_still_waiting') throw error
    return { waits: refusal.facts.why === 'gateway' ? 'gateway' : 'approval' }
  }
}
