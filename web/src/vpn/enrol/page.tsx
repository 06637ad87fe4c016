/** The page that a phone opens from the QR code: makes its keys, waits, and gives the profile. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CircleCheck, Download, Hourglass, ShieldX, Smartphone } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Mark } from '@/kit/brand'
import { Button } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { Switch, TextField } from '@/kit/field'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { codeOf, keysWork, withKeys } from './keys'
import s from './page.module.css'
import { askProfile, type Enrolled, enrolHere, forget, kept } from './state'
import { words } from './words'

export function EnrolHere() {
  const t = useWords(words)
  useTitle(t('title'))
  const [enrolled, setEnrolled] = useState<Enrolled | null>(resumed)
  const { data: able } = useQuery({ queryKey: ['gvpn', 'able'], queryFn: keysWork })
  return (
    <main className={s.page}>
      <section className={s.card}>
        <div className={s.brand}>
          <Mark size={32} />
          <h1 className={s.title}>{t('title')}</h1>
        </div>
        {able === undefined ? (
          <Skeleton rows={3} />
        ) : !able ? (
          <Empty icon={ShieldX} title={t('unable')} note={t('unableNote')} />
        ) : enrolled ? (
          <Waiting
            enrolled={enrolled}
            onAgain={() => {
              forget()
              setEnrolled(null)
            }}
          />
        ) : (
          <Code onDone={setEnrolled} />
        )}
      </section>
    </main>
  )
}

function Code({ onDone }: { readonly onDone: (enrolled: Enrolled) => void }) {
  const t = useWords(words)
  const [code, setCode] = useState(() => codeOf(location.hash))
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => history.replaceState(null, '', location.pathname), []) // not into the history
  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      onDone(await enrolHere(code))
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <form className={s.form} onSubmit={event => void submit(event)}>
      <p className={s.note}>{t('note')}</p>
      {error !== null && <Problem error={error} />}
      <TextField
        label={t('code')}
        value={code}
        onChange={setCode}
        autoComplete="off"
        maxLength={40}
        isRequired
      />
      <Button type="submit" look="primary" wide icon={Smartphone} isPending={busy}>
        {t('act')}
      </Button>
    </form>
  )
}

/** A code in the address is of another device than the one that waited here. */
function resumed(): Enrolled | null {
  return codeOf(location.hash) === '' ? kept() : null
}

interface WaitingProps {
  readonly enrolled: Enrolled
  readonly onAgain: () => void
}

function Waiting({ enrolled, onAgain: again }: WaitingProps) {
  const t = useWords(words)
  const [isSaved, setSaved] = useState(false)
  const [everything, setEverything] = useState(false)
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['gvpn', 'profile', enrolled.pickup, everything],
    queryFn: () => askProfile(enrolled.pickup, everything),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && 'text' in state.data ? false : 4000),
    retry: false,
  })
  useEffect(() => {
    if (isSaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isSaved])
  if (error)
    return (
      <Empty
        icon={ShieldX}
        title={t('refused')}
        action={
          <>
            <Problem error={error} />
            <Button onPress={again}>{t('again')}</Button>
          </>
        }
      />
    )
  if (!data) return <Skeleton rows={2} />
  if ('waits' in data) return <Empty icon={Hourglass} title={t(data.waits)} note={t('stay')} />
  return (
    <div className={s.form} role="status">
      <Empty icon={CircleCheck} title={t('ready')} note={isSaved ? t('saved') : t('stay')} />
      <div>
        <Switch isSelected={everything} onChange={setEverything}>
          {t('everything')}
        </Switch>
        <p className={s.note}>{t('everythingNote')}</p>
      </div>
      <Button
        look="primary"
        wide
        isDisabled={isPlaceholderData}
        icon={Download}
        onPress={() => {
          save(withKeys(data.text, enrolled.keys))
          forget()
          setSaved(true)
        }}
      >
        {t('save')}
      </Button>
      <p className={s.note}>{t('app')}</p>
    </div>
  )
}

function save(text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'onmaru.conf' // the app names the tunnel after it
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
