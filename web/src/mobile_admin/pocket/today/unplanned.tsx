/** A visit that nobody planned: what is inspected, and with which form. */

import { FileQuestion } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Select } from '@/kit/select'
import { TextField } from '@/kit/text-field'
import { idOf } from '../day/kept-form'
import { useDay } from '../hooks'
import { beginVisit } from '../visits/doing'
import { words } from '../words'
import s from './page.module.css'

interface UnplannedProps {
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function Unplanned(props: UnplannedProps) {
  const t = useWords(words)
  return (
    <Dialog title={t('day.unplanned')} {...props} isDismissable={false}>
      {() => <Begin />}
    </Dialog>
  )
}

function Begin() {
  const t = useWords(words)
  const go = useNavigate()
  const forms = useDay()?.forms ?? []
  const [title, setTitle] = useState('')
  const [chosen, choose] = useState(forms[0] ? idOf(forms[0]) : '')
  const [isBusy, setBusy] = useState(false)
  const form = forms.find(each => idOf(each) === chosen)
  if (forms.length === 0) {
    return <Empty icon={FileQuestion} title={t('sheet.noForm')} note={t('sheet.noFormNote')} />
  }
  async function begin(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!form || title.trim() === '') return
    setBusy(true)
    const visit = await beginVisit({ assignment_id: null, title: title.trim(), form })
    await go(`/field/visit/${visit.id}`)
  }
  return (
    <form className={s.form} onSubmit={event => void begin(event)}>
      <TextField
        label={t('day.unplannedTitle')}
        value={title}
        onChange={setTitle}
        maxLength={120}
        autoFocus
      />
      <Select
        label={t('day.unplannedForm')}
        choices={forms.map(each => ({ id: idOf(each), label: each.title }))}
        value={chosen}
        onChange={choose}
      />
      <Button
        type="submit"
        look="primary"
        size="l"
        isPending={isBusy}
        isDisabled={title.trim() === '' || !form}
      >
        {t(isBusy ? 'target.starting' : 'day.start')}
      </Button>
    </form>
  )
}
