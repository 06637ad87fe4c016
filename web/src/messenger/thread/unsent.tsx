/** A message on its way: waiting, or refused with its reason and what to do. */
import { Clock3, RotateCw, TriangleAlert, X } from 'lucide-react'
import { connection } from '@/kernel/connection'
import { useWords } from '@/kernel/i18n'
import { Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { words } from '../words'
import s from './bubble.module.css'
import type { Unsent } from './outbox'
import { drop, retry } from './sending'

export function UnsentBubble({ unsent }: { readonly unsent: Unsent }) {
  const t = useWords(words)
  const isUp = useStore(connection) === 'up'
  return (
    <li className={cx(s.row, s.mine, s.first)}>
      <div className={s.column}>
        <div className={s.line}>
          <div className={cx(s.said, s.own, s.unsent)}>
            <p className={s.text}>{unsent.body || t('card.document')}</p>
          </div>
          {!unsent.refused && (
            <span className={s.aside} role="status">
              <Clock3 size={13} aria-hidden /> {t(isUp ? 'send.waiting' : 'send.offline')}
            </span>
          )}
        </div>
        {unsent.refused && <Refused unsent={unsent} refused={unsent.refused} />}
      </div>
    </li>
  )
}

interface RefusedProps {
  readonly unsent: Unsent
  readonly refused: NonNullable<Unsent['refused']>
}

function Refused({ unsent, refused }: RefusedProps) {
  const t = useWords(words)
  const text = useRefusalText()
  return (
    <div className={s.refused} role="alert">
      <TriangleAlert size={15} aria-hidden />
      <span>
        {t('send.refused')}: {text(new Refusal(refused.code, 400, refused.facts))}
      </span>
      <Button size="s" icon={RotateCw} onPress={() => retry(unsent.clientId)}>
        {t('send.again')}
      </Button>
      <Button size="s" look="quiet" icon={X} onPress={() => drop(unsent.clientId)}>
        {t('send.drop')}
      </Button>
    </div>
  )
}
