/** 현장 확인서(임시) of a visit: shown and signed without a line; with one, the notice as a QR code. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { FileQuestion, FileSignature, PenLine, Undo2 } from 'lucide-react'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { TextArea } from '@/kit/text-field'
import { Pad } from '../../capture/questions/pad'
import { useLine, useTargets, useVisits } from '../hooks'
import { kept, own } from '../own'
import type { Visit } from '../visits/model'
import { makePaper, type Paper, type Side, say, sign, tellPaper, writeAnew } from './model'
import { Official } from './official'
import s from './page.module.css'
import { words } from './words'

export function PaperPage() {
  const t = useWords(words)
  const { visit: id = '' } = useParams()
  const visit = useVisits().find(each => each.id === id)
  if (visit?.result === 'visited') return <Made visit={visit} />
  return (
    <Empty
      icon={FileQuestion}
      title={t('none')}
      action={<LinkButton to="/field">{t('today')}</LinkButton>}
    />
  )
}

function Made({ visit }: { readonly visit: Visit }) {
  const t = useWords(words)
  const { data: paper } = useSuspenseQuery(kept(() => makePaper(visit), 'paper', visit.id))
  const { line } = useLine()
  const told = useTold(visit, paper)
  useEffect(() => void told(null), [told])
  return (
    <Page title={t('title')} note={t('note')} width="narrow">
      <Sheet visit={visit} paper={paper} told={told} />
      <Card title={t('official')} icon={FileSignature}>
        {line === 'up' ? (
          <Boundary>
            <Suspense fallback={<Skeleton rows={2} />}>
              <Official visit={visit.id} paper={paper} onKnown={told} />
            </Suspense>
          </Boundary>
        ) : (
          <p>{t('away')}</p>
        )}
      </Card>
    </Page>
  )
}

type Told = (submission: string | null) => Promise<void>

/** Hands the paper over as it stands; who knows the submission says so. */
function useTold(visit: Visit, paper: Paper): Told {
  const facts = useFacts(visit, paper)
  const t = useWords(words)
  const { number } = paper
  const names = {
    paper: `${number} ${t('file')}`,
    inspector: `${number} ${t('inspector')}`,
    citizen: `${number} ${t('citizen')}`,
  }
  const lines = [t('title'), ...facts.flatMap(([k, v]) => (v ? `${k}: ${v}` : []))]
  const text = [...lines, `${t('said')}: ${paper.said}`, t('law'), ''].join('\n')
  const last = useRef({ visit, names, text })
  last.current = { visit, names, text }
  return useCallback(submission => {
    const { visit: of, names: called, text: said } = last.current
    return tellPaper(of, called, said, submission)
  }, [])
}

function useFacts(visit: Visit, paper: Paper) {
  const t = useWords(words)
  const who = useStore(own)?.pocket.name ?? ''
  const target = useTargets().find(each => each.assignment.id === visit.assignment_id)
  return [
    [t('number'), paper.number],
    [t('place'), visit.title],
    [t('address'), target?.site.road_address],
    [t('basis'), target?.case.legal_basis],
    [t('form'), visit.form?.title],
    [t('when'), dateTime(visit.endedAt ?? paper.at)],
    [t('who'), who],
  ] as const
}

interface SheetProps {
  readonly visit: Visit
  readonly paper: Paper
  readonly told: Told
}

function Sheet({ visit, paper, told }: SheetProps) {
  const t = useWords(words)
  const [said, setSaid] = useState(paper.said)
  const facts = useFacts(visit, paper)
  const isSigned = Object.keys(paper.signed).length > 0
  return (
    <section className={s.paper} aria-label={t('title')}>
      <div>
        <Badge tone="warning">{t('provisional')}</Badge>
      </div>
      <dl className={s.facts}>
        {facts.map(([label, value]) =>
          value ? (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {isSigned ? (
        <Signed paper={paper} />
      ) : (
        <TextArea
          label={t('said')}
          hint={t('saidHint')}
          value={said}
          onChange={next => {
            setSaid(next)
            void say(paper, next)
          }}
        />
      )}
      <Signature paper={paper} side="inspector" told={told} />
      <Signature paper={paper} side="citizen" told={told} />
      {isSigned && <p role="status">{t(paper.isTold ? 'goes' : 'stays')}</p>}
      <p className={s.small}>{t('law')}</p>
    </section>
  )
}

/** What was signed stays as it was read; to write anew, both sign anew. */
function Signed({ paper }: { readonly paper: Paper }) {
  const t = useWords(words)
  return (
    <div className={s.stack}>
      <dl className={s.facts}>
        <div>
          <dt>{t('said')}</dt>
          <dd>{paper.said || t('nothingSaid')}</dd>
        </div>
      </dl>
      <div>
        <Button size="s" icon={Undo2} onPress={() => void writeAnew(paper)}>
          {t('writeAnew')}
        </Button>
      </div>
    </div>
  )
}

interface SignatureProps {
  readonly paper: Paper
  readonly side: Side
  readonly told: Told
}

function Signature({ paper, side, told }: SignatureProps) {
  const t = useWords(words)
  const [isOpen, setOpen] = useState(false)
  const address = useBlob(paper.signed[side])
  if (isOpen) {
    return (
      <Pad
        label={t(side)}
        hasLine
        maxPixels={800}
        onDone={png => {
          setOpen(false)
          void sign(paper, side, png).then(() => told(null))
        }}
        onCancel={() => setOpen(false)}
      />
    )
  }
  return (
    <div className={s.signature}>
      <strong>{t(side)}</strong>
      {address && <img src={address} alt={t('signed', { who: t(side) })} />}
      <Button icon={PenLine} onPress={() => setOpen(true)}>
        {t(address ? 'signAgain' : 'sign')}
      </Button>
    </div>
  )
}

function useBlob(id: string | undefined): string | null {
  const [address, set] = useState<string | null>(null)
  useEffect(() => {
    let made = ''
    let isGone = false
    if (id === undefined) return
    void own
      .get()
      ?.shelf.bytes(id)
      .then(bytes => {
        if (isGone || bytes === null) return
        made = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }))
        set(made)
      })
    return () => {
      isGone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [id])
  return address
}
