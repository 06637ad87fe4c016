/** 외부 오피스: the address of the agency's own office, and what it says of itself. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { AppWindow, Check, CircleAlert, FilePen, RotateCw, Unplug } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { Badge, type Tone } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { TextField } from '@/kit/field'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { askAgain, nameOffice, type Office, office, type State, stateOf } from './state'
import { adminWords, badOrigins, problems } from './words'

const TONES: Record<State, Tone> = {
  off: 'neutral',
  asking: 'information',
  found: 'success',
  trouble: 'danger',
}
const ICONS = { off: Unplug, asking: RotateCw, found: Check, trouble: CircleAlert }

export function ExternalOffice() {
  const t = useWords(adminWords)
  return (
    <Page title={t('title')} note={t('note')}>
      <Boundary>
        <Shown />
      </Boundary>
    </Page>
  )
}

function Shown() {
  const t = useWords(adminWords)
  const { data } = useSuspenseQuery(office)
  const state = stateOf(data)
  return (
    <>
      <Card
        title={t('connection')}
        icon={AppWindow}
        aside={
          <Badge tone={TONES[state]} icon={ICONS[state]}>
            {t(`state.${state}`)}
          </Badge>
        }
      >
        <Address key={data.origin} origin={data.origin} />
      </Card>
      {state !== 'off' && (
        <Card
          title={t('types')}
          icon={FilePen}
          aside={
            <Button
              size="s"
              icon={RotateCw}
              isDisabled={state === 'asking'}
              onPress={() => void askAgain().catch(toastRefusal)}
            >
              {t('check')}
            </Button>
          }
        >
          <Found office={data} />
        </Card>
      )}
    </>
  )
}

type BadOrigin = 'not_https'

function Address({ origin }: { readonly origin: string }) {
  const t = useWords(adminWords)
  const why = useWords(badOrigins)
  const [text, setText] = useState(origin)
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      await nameOffice(text)
      toast(t('saved'))
    } catch (refused) {
      const { code, facts } = asRefusal(refused)
      if (code === 'external_office_origin') setError(why(facts.reason as BadOrigin))
      else toastRefusal(refused)
    }
    setBusy(false)
  }
  return (
    <form className={s.form} onSubmit={event => void save(event)} noValidate>
      <TextField
        label={t('address')}
        hint={t('addressHint')}
        error={error}
        value={text}
        onChange={value => {
          setText(value)
          setError(null)
        }}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck="false"
        placeholder="https://"
      />
      {origin && <p className={s.quiet}>{t('voids')}</p>}
      <div className={s.acts}>
        <Button type="submit" look="primary" isPending={isBusy} isDisabled={text.trim() === origin}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

type ProblemCode = 'unreachable'

function Found({ office: { problem, types, found_at, tried_at, is_signed } }: { office: Office }) {
  const t = useWords(adminWords)
  const because = useWords(problems)
  return (
    <>
      {problem && (
        <p className={s.trouble} role="alert">
          <CircleAlert size={20} aria-hidden />
          <span>
            {because(problem as ProblemCode)} {t('again')} {types.length > 0 && t('kept')}
          </span>
        </p>
      )}
      <dl className={s.facts}>
        <dt>{t('found')}</dt>
        <dd>{found_at ? <Moment at={found_at} /> : t('never')}</dd>
        <dt>{t('tried')}</dt>
        <dd>{tried_at ? <Moment at={tried_at} /> : t('never')}</dd>
        <dt>{t('signed')}</dt>
        <dd>{types.length > 0 ? t(is_signed ? 'isSigned' : 'notSigned') : '–'}</dd>
      </dl>
      {types.length === 0 && !problem && (
        <Empty icon={FilePen} title={t('noTypes')} note={t('noTypesNote')} />
      )}
      <Kinds title={t('edits')} endings={endings(types, 'edit')} />
      <Kinds title={t('views')} endings={endings(types, 'view')} />
    </>
  )
}

function endings(types: Office['types'], wanted: 'edit' | 'view'): readonly string[] {
  return types.filter(({ mode }) => mode === wanted).map(({ ending }) => ending)
}

interface KindsProps {
  readonly title: string
  readonly endings: readonly string[]
}

function Kinds({ title, endings }: KindsProps) {
  if (endings.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className={s.kinds} aria-label={title}>
        {endings.map(ending => (
          <li key={ending}>
            <Badge>{ending}</Badge>
          </li>
        ))}
      </ul>
    </>
  )
}
