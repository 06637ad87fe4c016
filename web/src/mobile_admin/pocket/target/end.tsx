/** A visit that came to nothing, and why. */
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextArea } from '@/kit/text-field'
import { toast } from '@/kit/toast'
import type { Target } from '../day/model'
import { useVisits } from '../hooks'
import { visitOf } from '../today/stand'
import { beginVisit, endVisit } from '../visits/doing'
import { words } from '../words'
import s from './page.module.css'

interface EndProps {
  readonly target: Target
  readonly result: 'absent' | 'refused'
}

const SHORTEST = 2

export function EndDialog({ target, result }: EndProps) {
  const t = useWords(words)
  const [isOpen, open] = useState(false)
  const word = result === 'absent' ? 'target.absent' : 'target.refuse'
  return (
    <>
      <Button size="l" onPress={() => open(true)}>
        {t(word)}
      </Button>
      <Dialog title={`${t('target.whyTitle')}: ${t(word)}`} isOpen={isOpen} onOpenChange={open}>
        {() => <Why target={target} result={result} />}
      </Dialog>
    </>
  )
}

function Why({ target, result }: EndProps) {
  const t = useWords(words)
  const go = useNavigate()
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  const visit = visitOf(useVisits(), target.assignment.id)
  const isShort = note.trim().length < SHORTEST
  async function end(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (isShort) return
    setBusy(true)
    const open =
      visit && visit.endedAt === null
        ? visit
        : await beginVisit({
            assignment_id: target.assignment.id,
            title: target.subject.name,
            form: target.form,
          })
    await endVisit(open, result, note.trim())
    toast(t('target.ended'))
    await go('/field')
  }
  return (
    <form className={s.form} onSubmit={event => void end(event)}>
      <TextArea
        label={t('target.why')}
        hint={t('target.whyHint')}
        value={note}
        onChange={setNote}
      />
      <Button type="submit" look="primary" isPending={isBusy} isDisabled={isShort}>
        {t('target.end')}
      </Button>
    </form>
  )
}
