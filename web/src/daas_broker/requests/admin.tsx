/** 가상PC 신청 운영: who asks for which pool and why; an answer each, with what it opens. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Check, ClipboardList, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { date } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { TextArea } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { type Column, Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { opens, StageBadge } from './stage'
import { type Answer, type Asked, decide, everybodys, requestsKey } from './state'
import { words } from './words'

export function AllRequests() {
  const t = useWords(words)
  useLive('pools:all', requestsKey)
  return (
    <Page title={t('admin.title')} note={t('admin.note')}>
      <Card title={t('admin.title')} icon={ClipboardList} flush rows={4}>
        <Requests />
      </Card>
    </Page>
  )
}

function Requests() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(everybodys)
  const columns: Column<Asked>[] = [
    {
      id: 'who',
      label: t('admin.who'),
      isRowHeader: true,
      cell: asked => (
        <>
          {`${asked.person} · ${asked.division}`}
          <br />
          <span className={s.quiet}>
            <Moment at={asked.asked_at} />
          </span>
        </>
      ),
    },
    { id: 'what', label: t('admin.what'), cell: asked => asked.pool },
    { id: 'why', label: t('admin.why'), cell: asked => asked.reason },
    { id: 'how', label: t('admin.how'), cell: ({ days }) => t('admin.days', { count: days }) },
    {
      id: 'state',
      label: t('admin.state'),
      cell: asked => (
        <>
          <StageBadge asked={asked} />
          {asked.until && asked.stage === 'approved' && (
            <div className={s.quiet}>{t('until', { at: date(asked.until) })}</div>
          )}
          {asked.answer && <div>{asked.answer}</div>}
        </>
      ),
    },
    { id: 'acts', label: t('admin.acts'), align: 'end', cell: asked => <Acts asked={asked} /> },
  ]
  return (
    <Table
      label={t('admin.title')}
      columns={columns}
      items={data}
      idOf={asked => asked.id}
      empty={<Empty icon={ClipboardList} title={t('admin.none')} note={t('admin.noneNote')} />}
    />
  )
}

function Acts({ asked }: { readonly asked: Asked }) {
  const waits = asked.stage === 'asked' && !asked.is_gone
  const acts: readonly Answer[] = waits ? ['refuse', 'approve'] : opens(asked) ? ['end'] : []
  return (
    <div className={s.acts}>
      {acts.map(how => (
        <Act key={how} how={how} asked={asked} />
      ))}
    </div>
  )
}

const ICONS = { approve: Check, refuse: X, end: Undo2 } as const
const LOOKS = { approve: 'primary', refuse: 'secondary', end: 'secondary' } as const

function Act({ how, asked }: { readonly how: Answer; readonly asked: Asked }) {
  const t = useWords(words)
  const [answer, setAnswer] = useState('')
  const [isBusy, setBusy] = useState(false)
  const mustSay = how !== 'approve'
  async function act(close: () => void) {
    setBusy(true)
    try {
      await decide(asked.id, how, answer)
      close()
      toast(t('admin.done'))
      focusIfLost(() => document.querySelector(`[data-key="${asked.id}"]`)) // it is answered
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <DialogButton
      title={t(`admin.${how}Title`, { who: asked.person })}
      trigger={
        <Button size="s" look={LOOKS[how]} icon={ICONS[how]}>
          {t(`admin.${how}`)}
        </Button>
      }
      footer={close => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            look={how === 'approve' ? 'primary' : 'danger'}
            isPending={isBusy}
            isDisabled={mustSay && answer.trim().length < 5}
            onPress={() => void act(close)}
          >
            {t(`admin.${how}`)}
          </Button>
        </>
      )}
    >
      <div className={s.form}>
        <p>{t(`admin.${how}Ask`, { pool: asked.pool, count: asked.days })}</p>
        <blockquote className={s.quiet}>{asked.reason}</blockquote>
        <TextArea
          label={t(mustSay ? 'admin.answer' : 'admin.answerFree')}
          {...(mustSay ? { hint: t('admin.answerHint') } : {})}
          value={answer}
          onChange={setAnswer}
          maxLength={500}
        />
      </div>
    </DialogButton>
  )
}
