/** What somebody else made of the policy meanwhile, and whose of the two is to hold. */
import { Download, Pencil } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { type Draft, differences, draftOf } from './draft'
import s from './page.module.css'
import type { Policy } from './state'
import { words } from './words'

interface TheirsProps {
  readonly mine: Draft
  readonly theirs: Policy
  readonly onSeen: (now: Policy, chosen: Draft) => void
}

export function Theirs({ mine, theirs, onSeen }: TheirsProps) {
  const t = useWords(words)
  const now = draftOf(theirs)
  const named = differences(mine, now).map(field => t(`field.${field}`))
  return (
    <div className={s.theirs} role="status">
      <p>{named.length > 0 ? t('differs', { what: named.join(', ') }) : t('sameAsTheirs')}</p>
      <div className={s.foot}>
        <Button size="s" icon={Download} onPress={() => onSeen(theirs, now)}>
          {t('takeTheirs')}
        </Button>
        {named.length > 0 && (
          // The button that was pressed cannot be any more: the choice is where the keyboard goes on.
          <Button size="s" icon={Pencil} autoFocus onPress={() => onSeen(theirs, mine)}>
            {t('keepMine')}
          </Button>
        )}
      </div>
    </div>
  )
}
