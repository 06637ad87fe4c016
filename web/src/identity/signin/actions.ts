import { api, ask, patiently } from '@/kernel/api'
import { sayFarewell } from '@/kernel/farewell'
import { hangUp } from '@/kernel/live'
import { provePasskey } from '@/kernel/passkey'
import { queries } from '@/kernel/queries'
import { Refusal } from '@/kernel/refusal'
import { refreshSession } from '@/kernel/session'
import { noteLeaving } from './leaving'

/** Where the suite is away, once more as soon as it is back: a morning's crowd presses once. */
export async function signIn(user_name: string, password: string): Promise<void> {
  await patiently(() => ask(api.POST('/api/sign-in', { body: { user_name, password } })))
  await begin()
}

/** False when the person closed the browser's question. */
export async function signInByPasskey(): Promise<boolean> {
  const { public_key } = await ask(api.POST('/api/sign-in/passkey/options'))
  const credential = await provePasskey(public_key)
  if (credential === null) return false
  await ask(api.POST('/api/sign-in/passkey', { body: { credential } }))
  await begin()
  return true
}

/** Leaves this page: the agency's single sign-on brings the person back to `to`. */
export async function leaveForSingleSignOn(to: string): Promise<void> {
  const { address } = await ask(api.POST('/api/sign-in/single', { body: { to } }))
  location.assign(address)
}

/** What a wallet is shown: `here` where it is on this very device. */
export async function beginMobileId(here: boolean) {
  return await ask(api.POST('/api/sign-in/mobile-id', { body: { here } }))
}

/** `code` is what the wallet brought back to this device; empty from another. */
export async function finishMobileId(code: string): Promise<void> {
  await ask(api.POST('/api/sign-in/mobile-id/finish', { body: { code } }))
  await begin()
}

/** Proves that the person of this session is here; nothing of the page is loaded anew. */
export async function confirmByPassword(password: string): Promise<boolean> {
  await ask(api.POST('/api/me/confirm', { body: { password } }))
  return true
}

/** False when the person closed the browser's question. */
export async function confirmByPasskey(): Promise<boolean> {
  const { public_key } = await ask(api.POST('/api/sign-in/passkey/options'))
  const credential = await provePasskey(public_key)
  if (credential === null) return false
  await ask(api.POST('/api/me/confirm/passkey', { body: { credential } }))
  return true
}

async function begin(): Promise<void> {
  hangUp()
  queries.clear() // what another person saw is not for this one
  await refreshSession()
}

/**
 * Unless the person stays because of what would be lost. The page is loaded anew: nothing of what
 * they saw stays in its memory.
 */
export async function signOut(): Promise<void> {
  if (!(await sayFarewell())) return
  noteLeaving()
  // The worker of the field app may have been quicker: then there is nothing left to end.
  const left = await ask(api.POST('/api/sign-out')).catch(error => {
    if (!(error instanceof Refusal && error.status === 401)) throw error
    return null
  })
  location.assign(left?.onward ?? (left?.title ? '/sign-in?still' : '/sign-in'))
}
