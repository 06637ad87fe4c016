/** The official notice at the door: decided where the form leaves it to the inspector, then as a QR. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Gavel } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { DecideForm } from '../../notices/decide'
import { Handing } from '../../notices/handing'
import { draftOf, ofSubmission } from '../../notices/state'
import type { Paper } from './model'
import s from './page.module.css'
import { words } from './words'

const AGAIN_MS = 3_000

interface OfficialProps {
  readonly visit: string
  readonly paper: Paper
  /** Which answers the visit has become. */
  readonly onKnown: (submission: string) => Promise<void>
}

export function Official({ visit, paper, onKnown }: OfficialProps) {
  const t = useWords(words)
  const { data: submission } = useSuspenseQuery({
    queryKey: ['field', 'told', visit],
    queryFn: async () => {
      const { visits } = await ask(api.GET('/api/field/dispatches/visits'))
      return visits.find(({ id }) => id === visit)?.submission_id ?? null
    },
    refetchInterval: ({ state }) => (state.data ? false : AGAIN_MS),
  })
  useEffect(() => {
    if (submission !== null) void onKnown(submission)
  }, [submission, onKnown])
  if (submission === null) return <p>{t('unsent')}</p>
  return <OfSubmission id={submission} paper={paper} />
}

function OfSubmission({ id, paper }: { readonly id: string; readonly paper: Paper }) {
  const { data } = useSuspenseQuery(ofSubmission(id))
  const valid = data.notices.filter(({ standing }) => standing === 'valid')
  if (valid.length === 0) return <Deciding id={id} paper={paper} />
  return (
    <div className={s.stack}>
      {valid.map(({ id: notice, label, number }) => (
        <div key={notice} className={s.stack}>
          <p>
            <strong>{label}</strong> {number}
          </p>
          <Handing id={notice} />
        </div>
      ))}
    </div>
  )
}

function Deciding({ id, paper }: { readonly id: string; readonly paper: Paper }) {
  const t = useWords(words)
  const { data: draft } = useSuspenseQuery(draftOf(id))
  const [isOpen, setOpen] = useState(false)
  const may = draft.closed === '' && draft.outcomes.some(({ is_mine }) => is_mine)
  if (!may) return <p>{t('headDecides')}</p>
  const left = { number: paper.number, at: new Date(paper.at).toISOString() }
  return (
    <div className={s.stack}>
      <p>{t('mayDecide')}</p>
      <div>
        <Button look="primary" size="l" icon={Gavel} onPress={() => setOpen(true)}>
          {t('decide')}
        </Button>
      </div>
      <Dialog title={t('decide')} isOpen={isOpen} onOpenChange={setOpen} isDismissable={false}>
        {close => (
          <DecideForm id={id} draft={draft} close={close} provisional={left} onIssued={close} />
        )}
      </Dialog>
    </div>
  )
}
