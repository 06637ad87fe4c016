/** One recording: a reason first, then its pictures, its marks, and whether its chain holds. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, LockKeyhole, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { dateTime } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { TextField } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toastRefusal } from '@/kit/toast'
import { About } from './about'
import s from './player.module.css'
import { Stage } from './stage'
import { openViewing, type Recording, recordingOf, recordingsKey } from './state'
import { words } from './words'

export function Player() {
  const t = useWords(words)
  const { recording = '' } = useParams()
  useLive('recordings:all', recordingsKey)
  return (
    <Page
      title={t('title')}
      width="full"
      acts={
        <LinkButton icon={ArrowLeft} to="/admin/recordings">
          {t('player.back')}
        </LinkButton>
      }
    >
      <Boundary>
        <One key={recording} id={recording} />
      </Boundary>
    </Page>
  )
}

function One({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(recordingOf(id))
  const [viewing, setViewing] = useState<string | null>(null)
  const { recording, marks, may_hold } = data
  return (
    <div className={s.player}>
      {recording.deleted_at ? (
        <Empty
          icon={Trash2}
          title={t('player.gone')}
          note={t('player.goneNote', { at: dateTime(recording.deleted_at) })}
        />
      ) : viewing === null ? (
        <Gate recording={recording} onOpen={setViewing} />
      ) : (
        <Stage recording={recording} marks={marks} viewing={viewing} />
      )}
      <About recording={recording} mayHold={may_hold} />
    </div>
  )
}

interface GateProps {
  readonly recording: Recording
  readonly onOpen: (viewing: string) => void
}

function Gate({ recording, onOpen }: GateProps) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  async function open(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      onOpen(await openViewing(recording.id, reason))
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <Card title={t('player.gate')} icon={LockKeyhole}>
      <form className={s.gate} onSubmit={event => void open(event)}>
        <p className={s.quiet}>{t('player.gateNote')}</p>
        <TextField
          label={t('player.why')}
          hint={t('player.whyHint')}
          value={reason}
          maxLength={500}
          onChange={setReason}
          autoFocus
        />
        <Button look="primary" type="submit" isPending={isBusy}>
          {t('player.begin')}
        </Button>
      </form>
    </Card>
  )
}
