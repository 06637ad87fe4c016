/** Where the readable record of accepted answers is, and how far it is. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { FileCheck2, RotateCcw } from 'lucide-react'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { hasRole, useSession } from '@/kernel/session'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { toastRefusal } from '@/kit/toast'
import { words } from './words'

const AGAIN_MS = 2000
const PATH = '/api/field/submissions/{submission_id}/record'
const at = (submission_id: string) => ({ params: { path: { submission_id } } })

const recordOf = (id: string) =>
  queryOptions({
    queryKey: ['field', 'submissions', 'record', id],
    queryFn: () => ask(api.GET(PATH, at(id))),
    refetchInterval: ({ state }) =>
      state.data?.stage === 'waiting' || state.data?.stage === 'making' ? AGAIN_MS : false,
  })

export function RecordLink({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { person } = useSession()
  const isHead = hasRole(person, 'manager')
  const { data } = useQuery(recordOf(id))
  // Whoever has just accepted the answers asked before anything was begun.
  useLive(isHead ? `field-submissions:${person.division_id}` : null, recordOf(id).queryKey)
  async function retry() {
    await ask(api.POST(`${PATH}/retry`, at(id)))
    await queries.invalidateQueries({ queryKey: recordOf(id).queryKey })
  }
  if (!data?.stage) return null
  if (data.node_id && data.stage === 'filed')
    return (
      <LinkButton size="s" icon={FileCheck2} to={`/drive/f/${data.node_id}`}>
        {t('record')}
      </LinkButton>
    )
  if (data.stage === 'failed')
    return (
      <span role="status">
        <Badge tone="danger">{t('recordFailed')}</Badge>{' '}
        {isHead && (
          <Button size="s" icon={RotateCcw} onPress={() => void retry().catch(toastRefusal)}>
            {t('recordRetry')}
          </Button>
        )}
      </span>
    )
  return (
    <span role="status">
      <Badge tone="information">{t('recordMaking')}</Badge>
    </span>
  )
}
