/** The decision upon a submission: what was decided, its notices, and deciding. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { FileText, Gavel } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { hasRole, useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { Moment } from '@/kit/moment'
import { DecideForm } from './decide'
import s from './notices.module.css'
import { SenderButton } from './sender'
import { Badges } from './standing'
import { draftOf, ofSubmission, sender } from './state'
import { words } from './words'

export function Decision({ id }: { readonly id: string }) {
  const t = useWords(words)
  return (
    <Card title={t('decision')} icon={Gavel}>
      <Shown id={id} />
    </Card>
  )
}

function Shown({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data: draft } = useSuspenseQuery(draftOf(id))
  const { data: sending } = useSuspenseQuery(sender)
  const { data } = useSuspenseQuery(ofSubmission(id))
  const { person } = useSession()
  const isHead = hasRole(person, 'manager')
  // A correction that comes ends what may be decided upon these answers.
  useLive(isHead ? `field-submissions:${person.division_id}` : null, draftOf(id).queryKey)
  const [isOpen, setOpen] = useState(false)
  const mayDecide = draft.outcomes.some(({ is_mine }) => is_mine)
  return (
    <div className={s.stack}>
      {draft.made.length === 0 && <div>{t('noDecision')}</div>}
      {data.notices.length > 0 && (
        <ul className={s.lines}>
          {data.notices.map(line => (
            <li key={line.id}>
              <Link to={`/field/notices/${line.id}`} className={s.line}>
                <FileText size={18} aria-hidden />
                <strong>{line.label}</strong> {line.number} · {line.recipients.join(', ')}
              </Link>{' '}
              <Moment at={line.issued_at} /> <Badges line={line} />
            </li>
          ))}
        </ul>
      )}
      {draft.closed !== '' && <div>{t(`closed_${draft.closed}` as 'closed_held')}</div>}
      {draft.closed === '' && sending.sender === null && (
        <div className={s.stack}>
          <div>
            <strong>{t('noSender')}</strong>
            <div>{t('noSenderNote')}</div>
          </div>
          <div>
            <SenderButton isFirst />
          </div>
        </div>
      )}
      {draft.closed === '' && sending.sender !== null && mayDecide && (
        <div>
          <Button
            look={draft.made.length ? 'secondary' : 'primary'}
            icon={Gavel}
            onPress={() => setOpen(true)}
          >
            {t(draft.made.length ? 'decideAgain' : 'decide')}
          </Button>
        </div>
      )}
      <Dialog
        size="l"
        title={t(draft.made.length ? 'decideAgain' : 'decide')}
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable={false}
      >
        {close => <DecideForm id={id} draft={draft} close={close} />}
      </Dialog>
    </div>
  )
}
