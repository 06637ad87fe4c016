import { localOf } from '../sheet/values'

/** front-20260801-093000-4f2a.jpg: one question may have several in its life, a sheet many. */
export function freshName(question: string, ending: string, at = new Date()): string {
  const clean = question
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_-]/gu, '_')
    .slice(0, 60)
  const when = localOf(at).replaceAll(/[-:]/g, '').replace('T', '-')
  const random = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0
  return `${clean}-${when}-${random.toString(16).padStart(4, '0')}${ending}`
}
