import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Table } from '@/kit/table'
import { words } from '../words'
import { agentName, useSignIns } from './state'

const TONES = { done: 'success', half: 'warning', refused: 'danger' } as const

/** One's own sign-ins with their places, so that a foreign one is noticed. */
export function History() {
  const t = useWords(words)
  const signIns = useSignIns().map((signIn, index) => ({ ...signIn, id: String(index) }))
  return (
    <Table
      label={t('settings.history')}
      items={signIns}
      idOf={signIn => signIn.id}
      empty={t('settings.noHistory')}
      columns={[
        { id: 'at', label: t('settings.when'), cell: signIn => dateTime(signIn.at) },
        {
          id: 'outcome',
          label: t('settings.outcome'),
          cell: signIn => (
            <Badge tone={TONES[signIn.outcome]}>{t(`settings.${signIn.outcome}`)}</Badge>
          ),
        },
        {
          id: 'how',
          label: t('settings.how'),
          cell: signIn => t(`settings.method.${signIn.method}`),
        },
        {
          id: 'where',
          label: t('settings.where'),
          cell: signIn => (
            <>
              {t(`settings.zone.${signIn.zone}`)} · {signIn.address} · {agentName(signIn.agent)}{' '}
              {signIn.is_new_place && <Badge tone="warning">{t('settings.newPlace')}</Badge>}
            </>
          ),
        },
      ]}
    />
  )
}
