/** Why a file or a print did not cross: the policy's rule in words, and the way that is open. */
import { ShieldCheck } from 'lucide-react'
import { say } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { bytes } from '@/kernel/text'
import { toastRefusal } from '@/kit/toast'
import { words } from '../../policies/words'
import type { Desk } from '../desk'
import type { Advice } from '../permit'

const RULES = [
  'files_in_closed',
  'files_out_closed',
  'files_in_size',
  'files_out_size',
  'printing_closed',
  'printing_drive',
  'audit_away',
] as const
type Rule = (typeof RULES)[number]
const SECONDS = 20

/** Null where no rule says it. */
export function inWords({ code, facts }: Refusal): { text: string; note: string } | null {
  const { rule, advice, limit } = facts as { rule?: Rule; advice?: Advice; limit?: number }
  if (code !== 'transfer_refused' || !rule || !advice || !RULES.includes(rule)) return null
  const t = say(words)
  return {
    text: t(`rule.${rule}`, { limit: bytes(limit ?? 0) }),
    note: `${t(`advice.${advice}`)} ${t('ruleName', { name: t(`ruleTitle.${rule}`) })}`,
  }
}

/** Where the picture's other refusals are told; in the place of what was told of the same thing. */
export function tellNotCrossed(
  desk: Desk,
  error: unknown,
  { id = 'file', name = '' }: { readonly id?: 'file' | 'print'; readonly name?: string },
): void {
  const why = inWords(asRefusal(error))
  if (!why) {
    toastRefusal(error)
    return
  }
  const { text, note } = why
  desk.notices.show({
    id,
    icon: ShieldCheck,
    tone: 'warning',
    text: name ? `${name}: ${text}` : text,
    note,
    seconds: SECONDS,
  })
}
