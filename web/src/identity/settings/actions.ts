import { api, ask } from '@/kernel/api'
import { makePasskey } from '@/kernel/passkey'
import { applyPreferences, type Preferences, preferences } from '@/kernel/preferences'
import { session } from '@/kernel/session'
import { toastRefusal } from '@/kit/toast'

/** Shows at once; then kept by the server, so that it follows the person. */
export function savePreferences(wanted: Partial<Preferences>): void {
  applyPreferences(wanted)
  const current = session.get()
  if (current === null || current === 'unknown') return
  const { theme, textSize, language } = preferences.get()
  const body = { theme, text_size: textSize, locale: language }
  session.set({ ...current, preferences: body })
  ask(api.PUT('/api/me/preferences', { body })).catch(toastRefusal)
}

/** False when the person closed the browser's question. */
export async function addPasskey(name: string): Promise<boolean> {
  const { public_key } = await ask(api.POST('/api/me/passkeys/options'))
  const credential = await makePasskey(public_key)
  if (credential === null) return false
  await ask(api.POST('/api/me/passkeys', { body: { name, credential } }))
  return true
}

export async function removePasskey(passkey_id: string): Promise<void> {
  await ask(api.DELETE('/api/me/passkeys/{passkey_id}', { params: { path: { passkey_id } } }))
}

export async function endSession(session_id: string): Promise<void> {
  await ask(api.DELETE('/api/me/sessions/{session_id}', { params: { path: { session_id } } }))
}
