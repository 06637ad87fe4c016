/** What an evidence file is worth, and whether a file is the one it tells of. Nothing is sent. */
import { BadgeCheck, FileSearch, ShieldX } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { toastRefusal } from '@/kit/toast'
import { type Proof as Evidence, read, sha256 } from './evidence'
import s from './page.module.css'
import { isGenuine } from './state'
import { words } from './words'

export function Proof() {
  const t = useWords(words)
  const [proof, setProof] = useState<Evidence | 'unreadable' | null>(null)
  const [is, setGenuine] = useState<boolean | null>(null)
  const [hash, setHash] = useState<string | null>(null)
  async function look(file: File) {
    setGenuine(null)
    const found = read(await file.text())
    setProof(found ?? 'unreadable')
    if (!found) return
    try {
      setGenuine(await isGenuine(found.record, found.signature))
    } catch (error) {
      toastRefusal(error)
    }
  }
  const shown = proof === 'unreadable' ? null : proof
  return (
    <Card title={t('proof.title')} icon={FileSearch}>
      <div className={s.form}>
        <p className={s.quiet}>{t('proof.note')}</p>
        <Picked label={t('proof.evidence')} accept=".json" onPick={look} />
        <Picked
          label={t('proof.file')}
          accept="*"
          onPick={async file => setHash(await sha256(file))}
        />
        <div aria-live="polite" className={s.form}>
          {proof === 'unreadable' && <p>{t('proof.unreadable')}</p>}
          {shown && is !== null && (
            <Badge tone={is ? 'success' : 'danger'} icon={is ? BadgeCheck : ShieldX}>
              {t(is ? 'proof.genuine' : 'proof.forged')}
            </Badge>
          )}
          {shown && hash && (
            <Badge tone={hash === shown.said.sha256 ? 'success' : 'danger'}>
              {t(hash === shown.said.sha256 ? 'proof.same' : 'proof.other')}
            </Badge>
          )}
          {shown && <Said proof={shown} />}
        </div>
      </div>
    </Card>
  )
}

function Said({ proof: { said } }: { readonly proof: Evidence }) {
  const t = useWords(words)
  return (
    <dl className={s.facts}>
      <dt>{t('proof.what')}</dt>
      <dd>{said.name}</dd>
      <dt>{t('hash')}</dt>
      <dd className={s.hash}>
        <code>{said.sha256}</code>
      </dd>
      <dt>{t('proof.who')}</dt>
      <dd>
        {said.asked_by.name} · {said.asked_by.division} · {dateTime(said.asked_at)}
      </dd>
      <dt>{t('proof.why')}</dt>
      <dd>{said.reason}</dd>
      <dt>{t('proof.by')}</dt>
      <dd>
        {said.approved_by.name} · {said.approved_by.division} · {dateTime(said.approved_at)}
        {said.answer && ` — ${said.answer}`}
      </dd>
    </dl>
  )
}

interface PickedProps {
  readonly label: string
  readonly accept: string
  readonly onPick: (file: File) => Promise<void>
}

function Picked({ label, accept, onPick }: PickedProps) {
  const t = useWords(words)
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  return (
    <div className={s.line}>
      <span>{label}</span>
      <Button
        size="s"
        onPress={() => input.current?.click()}
        aria-label={`${label} ${t('proof.pick')}`}
      >
        {t('proof.pick')}
      </Button>
      <span className={s.quiet}>{name}</span>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (!file) return
          setName(file.name)
          void onPick(file)
        }}
      />
    </div>
  )
}
