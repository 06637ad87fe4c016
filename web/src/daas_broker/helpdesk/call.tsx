/** One call for help: the user's screen once they have said yes, and beside it what is known. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, CheckCheck, Eye, EyeOff, Hand, MousePointer2, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession, zone as zoneHere } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { dateTime } from '@/kernel/time'
import { ZoneBadge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { DialogButton } from '@/kit/dialog'
import { Facts } from '@/kit/facts'
import { TextArea } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import { useTitle } from '@/kit/page'
import { PersonChip } from '@/kit/person'
import { Boundary } from '@/kit/problem'
import { toast, toastNews, toastRefusal } from '@/kit/toast'
import type { DesktopState } from '../sessions/state'
import { words as desktopWords } from '../words'
import { adviceFor } from './advice'
import s from './call.module.css'
import { type News, newsOf } from './news'
import { StepBadge } from './page'
import { type Call, callKey, callOf, helper } from './state'
import { languageText, mishapText, screenText } from './told'
import { Watch } from './watch'
import { words } from './words'

export function OneCall() {
  const { help = '' } = useParams()
  return (
    <Boundary>
      <Shown key={help} id={help} />
    </Boundary>
  )
}

const SEEING = ['watching', 'control_asked', 'controlling']

function Shown({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data: call } = useSuspenseQuery(callOf(id))
  const { person } = useSession()
  useLive('helpdesk:all', callKey(id))
  useTitle(`${call.person?.name ?? ''} · ${t('desk.title')}`)
  const isMine = call.helper?.id === person.id
  const acts = useRef<HTMLSpanElement>(null)
  const { step } = call
  useEffect(() => {
    if (step !== 'closed') focusIfLost(() => acts.current) // with each step its buttons change
  }, [step])
  const isSeen = isMine && SEEING.includes(call.step)
  const news = useNews(call)
  return (
    <div className={s.call}>
      <div className={s.head}>
        <LinkButton look="quiet" icon={ArrowLeft} to="/admin/help">
          {t('desk.back')}
        </LinkButton>
        {call.person && <PersonChip person={call.person} />}
        <StepBadge step={call.step} />
        {/* biome-ignore lint/a11y/useSemanticElements: buttons beside each other are no fields */}
        <span ref={acts} className={s.acts} role="group" aria-label={t('frame.acts')} tabIndex={-1}>
          <Acts call={call} isMine={isMine} />
        </span>
      </div>
      <div className={s.parts}>
        <div className={s.stage}>
          {isSeen ? <Watch key={call.desktop_id} call={call} /> : <Blank call={call} news={news} />}
        </div>
        <div className={s.side}>
          <Context call={call} />
        </div>
      </div>
    </div>
  )
}

/** What became of the last question, until another is asked; a no to control is said in passing. */
function useNews({ step, step_at, answer_by }: Call): News | null {
  const t = useWords(words)
  const before = useRef({ step, step_at, answer_by })
  const [news, setNews] = useState<News | null>(null)
  useEffect(() => {
    const asked = before.current
    if (asked.step === step) return
    before.current = { step, step_at, answer_by }
    const since = Date.parse(asked.step_at)
    const most = asked.answer_by ? Date.parse(asked.answer_by) - since : Number.POSITIVE_INFINITY
    const told = newsOf(asked.step, step, Date.parse(step_at) - since, most)
    setNews(told)
    if (told) toastNews(t(`news.${told}`))
  }, [step, step_at, answer_by, t])
  return news
}

function Blank({ call, news }: { readonly call: Call; readonly news: News | null }) {
  const t = useWords(words)
  const word =
    call.step === 'waiting' || call.step === 'watch_asked' || call.step === 'closed'
      ? call.step
      : 'taken'
  return (
    <div className={s.blank}>
      <EyeOff size={32} strokeWidth={1.5} aria-hidden />
      <p>{word === 'taken' && news ? t(`news.${news}`) : t(`blank.${word}`)}</p>
    </div>
  )
}

function Acts({ call, isMine }: { readonly call: Call; readonly isMine: boolean }) {
  const t = useWords(words)
  const here = useStore(zoneHere)
  const [busy, setBusy] = useState(false)
  async function act(work: Promise<void>) {
    setBusy(true)
    try {
      await work
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  const { id, step } = call
  if (step === 'closed') return null
  if (call.helper && !isMine) return <span>{call.helper.name}</span>
  const wait = { isDisabled: busy, size: 's' } as const
  return (
    <>
      {step === 'waiting' && (
        <Button {...wait} icon={Hand} onPress={() => void act(helper.take(id))}>
          {t('desk.take')}
        </Button>
      )}
      {(step === 'waiting' || step === 'taken') && here === call.zone && (
        <Button
          {...wait}
          look="primary"
          icon={Eye}
          onPress={() => void act(helper.ask(id, 'watch'))}
        >
          {t('desk.askWatch')}
        </Button>
      )}
      {step === 'watching' && (
        <Button
          {...wait}
          look="primary"
          icon={MousePointer2}
          onPress={() => void act(helper.ask(id, 'control'))}
        >
          {t('desk.askControl')}
        </Button>
      )}
      {step === 'controlling' && (
        <Button {...wait} onPress={() => void act(helper.stop(id, 'control'))}>
          {t('desk.stopControl')}
        </Button>
      )}
      {SEEING.includes(step) && (
        <Button {...wait} look="danger" onPress={() => void act(helper.stop(id, 'watch'))}>
          {t('desk.stopWatch')}
        </Button>
      )}
      {step === 'taken' && (
        <Button {...wait} icon={Undo2} onPress={() => void act(helper.putBack(id))}>
          {t('desk.putBack')}
        </Button>
      )}
      {isMine && <Close id={id} />}
    </>
  )
}

function Close({ id }: { readonly id: string }) {
  const t = useWords(words)
  const go = useNavigate()
  const [outcome, setOutcome] = useState('')
  async function close(done: () => void) {
    try {
      await helper.close(id, outcome)
      done()
      toast(t('desk.closed'))
      await go('/admin/help')
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <DialogButton
      title={t('desk.closeTitle')}
      trigger={
        <Button size="s" icon={CheckCheck}>
          {t('desk.close')}
        </Button>
      }
      footer={done => (
        <>
          <Button onPress={done}>{t('desk.cancel')}</Button>
          <Button look="primary" onPress={() => void close(done)}>
            {t('desk.close')}
          </Button>
        </>
      )}
    >
      <TextArea
        label={t('desk.outcome')}
        hint={t('desk.outcomeHint')}
        value={outcome}
        onChange={setOutcome}
        maxLength={500}
      />
    </DialogButton>
  )
}

function Context({ call }: { readonly call: Call }) {
  const t = useWords(words)
  const here = useStore(zoneHere)
  const { context, seat } = call
  const tips = adviceFor(call)
  const say = useWords(desktopWords)
  const stateOf = (state: string) => say(`state.${state as DesktopState}`)
  const facts: readonly (readonly [string, string])[] = [
    [t('desk.desktop'), seat ? `${seat.pool} · ${stateOf(seat.desktop_state)}` : '–'],
    [t('browser'), context.browser || '–'],
    [t('screen'), screenText(context.screen ?? '') || '–'],
    [
      t('latency'),
      typeof context.latency_ms === 'number' ? t('ms', { ms: context.latency_ms }) : '–',
    ],
    [t('desk.language'), languageText(context.language ?? '') || '–'],
    [t('desk.address'), seat?.address || '–'],
  ]
  return (
    <>
      {call.note && <blockquote className={s.note}>{call.note}</blockquote>}
      {here !== call.zone && call.step !== 'closed' && (
        <p className={s.elsewhere} role="status">
          <ZoneBadge zone={call.zone} /> {t('desk.elsewhere', { zone: t(`zone.${call.zone}`) })}
        </p>
      )}
      <Card title={t('desk.advice')}>
        {tips.length === 0 ? (
          <p className={s.quiet}>{t('desk.noAdvice')}</p>
        ) : (
          <ul className={s.tips}>
            {tips.map(({ word, values }) => (
              <li key={word}>
                {t(
                  `tips.${word}`,
                  word === 'state' ? { state: stateOf(String(values.state)) } : values,
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('desk.context')}>
        <Facts facts={facts} />
      </Card>
      <Card title={t('mishaps')}>
        <Mishaps of={context.mishaps ?? []} />
      </Card>
    </>
  )
}

function Mishaps({ of }: { readonly of: NonNullable<Call['context']['mishaps']> }) {
  const t = useWords(words)
  if (of.length === 0) return <p className={s.quiet}>{t('noMishaps')}</p>
  return (
    <ul className={s.tips}>
      {of.toReversed().map(({ at, what }) => (
        <li key={`${at} ${what}`}>
          {dateTime(at)} {mishapText(what)}
        </li>
      ))}
    </ul>
  )
}
