/** Pockets on phones, for their people and the head: which there are, and ending them. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { Moment } from '@/kit/moment'
import { Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import { words } from './words'

type Pocket = components['schemas']['PocketBody']

const KEY = ['field pockets']
const pockets = queryOptions({
  queryKey: KEY,
  queryFn: async () => ask(api.GET('/api/field/pockets')),
})

export function PocketsCard() {
  const t = useWords(words)
  return (
    <Card
      title={t('title')}
      icon={Smartphone}
      aside={<LinkButton to="/field">{t('open')}</LinkButton>}
    >
      <Shown />
    </Card>
  )
}

function Shown() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(pockets)
  const [chosen, choose] = useState<Pocket | null>(null)
  async function revoke(): Promise<void> {
    await end(chosen)
    toast(t('done'))
  }
  if (data.pockets.length === 0) return <p>{t('none')}</p>
  return (
    <>
      <p>{t('note')}</p>
      <Table
        label={t('title')}
        items={data.pockets}
        idOf={({ id }) => id}
        columns={[
          { id: 'phone', label: t('phone'), cell: ({ name }) => name },
          { id: 'person', label: t('person'), cell: ({ person }) => person },
          {
            id: 'opened',
            label: t('opened'),
            cell: ({ opened_at }) => (opened_at ? <Moment at={opened_at} /> : t('never')),
          },
          {
            id: 'acts',
            label: t('acts'),
            cell: pocket => (
              <Button size="s" onPress={() => choose(pocket)}>
                {t('revoke')}
              </Button>
            ),
          },
        ]}
      />
      <Dialog
        title={t('sure', { name: chosen?.name ?? '' })}
        size="s"
        isOpen={chosen !== null}
        onOpenChange={isOpen => {
          if (!isOpen) choose(null)
        }}
        footer={close => (
          <>
            <Button onPress={close}>{t('keep')}</Button>
            <Button look="danger" onPress={() => void revoke().then(close, toastRefusal)}>
              {t('revoke')}
            </Button>
          </>
        )}
      >
        {t('sureNote')}
      </Dialog>
    </>
  )
}

async function end(pocket: Pocket | null): Promise<void> {
  if (!pocket) return
  const path = { pocket_id: pocket.id }
  await ask(api.DELETE('/api/field/pockets/{pocket_id}', { params: { path } }))
  await queries.invalidateQueries({ queryKey: KEY })
}
