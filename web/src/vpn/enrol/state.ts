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
    certificate_key: null,
    signature: null,
  }
  const { pickup } = await ask(api.POST('/api/gvpn/enrol', { body }))
  return { keys, pickup }
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
