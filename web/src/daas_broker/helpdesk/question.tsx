/** The helper's question. Only a click on the right button is a yes; no key that was meant for the desktop is. */
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { toastRefusal } from '@/kit/toast'
import s from './question.module.css'
import { answer, type OwnHelp, type Wish } from './state'
import { words } from './words'

/** Who is typing when the question appears must not answer it by accident. */
const NOT_YET_MS = 1_000
const ASKED: Readonly<Partial<Record<OwnHelp['step'], Wish>>> = {
  watch_asked: 'watch',
  control_asked: 'control',
}

interface QuestionProps {
  readonly desktop: string
  readonly call: OwnHelp
  readonly onAnswered: () => void
}

export function Question({ desktop, call, onAnswered }: QuestionProps) {
  const wish = ASKED[call.step]
  if (!wish || !call.helper || !call.answer_by) return null
  return (
    <Open
      key={call.step_at}
      {...{ desktop, wish, onAnswered }}
      helper={call.helper}
      answerBy={call.answer_by}
      note={call.is_offered ? call.note : ''}
    />
  )
}

function Open({
  desktop,
  wish,
  helper,
  answerBy,
  note,
  onAnswered,
}: {
  readonly desktop: string
  readonly wish: Wish
  readonly helper: NonNullable<OwnHelp['helper']>
  readonly answerBy: string
  readonly note: string
  readonly onAnswered: () => void
}) {
  const t = useWords(words)
  const [busy, setBusy] = useState(false)
  const [isOver, setOver] = useState(false)
  const { seconds, mayAnswer } = useCountdown(answerBy)
  const name = `${helper.name} ${helper.post}`.trim()
  async function say(yes: boolean) {
    setBusy(true)
    try {
      await answer(desktop, { wish, yes, helper_id: helper.id })
    } catch (error) {
      toastRefusal(error)
    }
    setOver(true)
    onAnswered()
  }
  if (isOver || seconds <= 0) return null
  return (
    <Dialog
      title={t(`question.${wish}Title`)}
      isOpen
      isDismissable={false}
      onOpenChange={open => !open && void say(false)}
      footer={() => (
        <>
          <Button isDisabled={busy} onPress={() => void say(false)}>
            {t('question.no')}
          </Button>
          <Button
            look="primary"
            isDisabled={!mayAnswer}
            isPending={busy}
            onPress={() => void say(true)}
          >
            {t(wish === 'watch' ? 'question.yesWatch' : 'question.yesControl')}
          </Button>
        </>
      )}
    >
      <div className={s.question}>
        <p>
          <strong>{t(`question.${wish}Ask`, { name, division: helper.division })}</strong>
        </p>
        {note && <p>{t('offered', { note })}</p>}
        <p>{t(`question.${wish}Sees`)}</p>
        <p className={s.quiet}>{t('question.record')}</p>
        <p className={s.quiet}>{t('question.left', { seconds })}</p>
      </div>
    </Dialog>
  )
}

function useCountdown(until: string): { seconds: number; mayAnswer: boolean } {
  const [began] = useState(() => Date.now())
  const [now, setNow] = useState(began)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return {
    seconds: Math.ceil((new Date(until).getTime() - now) / 1_000),
    mayAnswer: now - began >= NOT_YET_MS,
  }
}
