/** Whether an antivirus looked at what crossed: where none did, that is said with it (DLP16). */
import { say } from '@/kernel/i18n'
import { words } from './files.words'

export interface Moved {
  readonly name: string
  readonly is_scanned: boolean
}

export function withLook(told: string, { is_scanned }: Pick<Moved, 'is_scanned'>): string {
  return is_scanned ? told : `${told} · ${say(words)('notScanned')}`
}
