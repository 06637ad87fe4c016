import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Badge, type Tone } from '@/kit/badge'
import { IconButton } from '@/kit/button'
import { AskFoot, Dialog } from '@/kit/dialog'
import { Moment } from '@/kit/moment'
import { Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { type MapLayer, removeLayer } from './state'
import { words } from './words'

const TONES: Record<MapLayer['state'], Tone> = {
  waiting: 'neutral',
  making: 'primary',
  ready: 'success',
  failed: 'danger',
}

interface LayerListProps {
  readonly layers: readonly MapLayer[]
  readonly mayChange: boolean
}

export function LayerList({ layers, mayChange }: LayerListProps) {
  const t = useWords(words)
  const [leaving, setLeaving] = useState<MapLayer | null>(null)
  return (
    <>
      <Table
        label={t('layers')}
        items={layers}
        idOf={({ id }) => id}
        columns={[
          {
            id: 'kind',
            label: t('kind'),
            cell: ({ kind }) => <span className={s.whole}>{t(`kinds.${kind}`)}</span>,
          },
          { id: 'name', label: t('file'), cell: layer => <File layer={layer} /> },
          { id: 'state', label: t('state'), cell: layer => <State layer={layer} /> },
          { id: 'size', label: t('size'), cell: layer => <Size layer={layer} /> },
          { id: 'at', label: t('at'), cell: ({ added_at }) => <Moment at={added_at} /> },
          ...(mayChange
            ? [
                {
                  id: 'acts',
                  label: t('acts'),
                  cell: (layer: MapLayer) => (
                    <IconButton
                      icon={Trash2}
                      label={t('removeOne', { name: layer.name })}
                      onPress={() => setLeaving(layer)}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      <Dialog
        title={t('remove')}
        size="s"
        isOpen={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        footer={close => (
          <AskFoot
            leave={close}
            look="danger"
            onPress={() => {
              close()
              if (leaving) void remove(leaving)
            }}
          >
            {t('remove')}
          </AskFoot>
        )}
      >
        <p>{t('removeNote', { name: leaving?.name ?? '' })}</p>
      </Dialog>
    </>
  )

  async function remove({ id, name }: MapLayer): Promise<void> {
    await removeLayer(id).then(() => toast(t('removed', { name })), toastRefusal)
  }
}

interface One {
  readonly layer: MapLayer
}

function File({ layer: { name, source } }: One) {
  return (
    <span className={s.two}>
      <span>{name}</span>
      {source && <small>{source}</small>}
    </span>
  )
}

function State({ layer: { state, problem, left } }: One) {
  const t = useWords(words)
  const many = Object.values(left).reduce((sum, count) => sum + count, 0)
  return (
    <span className={s.two}>
      <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
      {problem && <Why problem={problem} />}
      {many > 0 && <small>{t('left', { count: many, ...counted(left) })}</small>}
    </span>
  )
}

/** A code, and after a blank what it is about. */
function Why({ problem }: Pick<MapLayer, 'problem'>) {
  const t = useWords(words)
  const [code = '', ...rest] = problem.split(' ')
  const told = rest.join(' ')
  const what = code === 'wrong_form' ? t(`forms.${told}` as 'forms.line') : told
  return <small>{t(`problems.${code}` as 'problems.no_name_column', { what })}</small>
}

function counted(left: MapLayer['left']) {
  return { other: left.other_form ?? 0, empty: left.empty ?? 0 }
}

function Size({ layer: { shapes, size_bytes, tile_bytes, state } }: One) {
  const t = useWords(words)
  const told = (bytes: number) =>
    bytes < 1 << 20
      ? t('kb', { value: Math.ceil(bytes / 1024) })
      : t('mb', { value: (bytes / (1 << 20)).toFixed(1) })
  if (state !== 'ready') return told(size_bytes)
  return (
    <span className={s.two}>
      <span>{t('shapes', { count: shapes })}</span>
      <small>{t('sizes', { file: told(size_bytes), tiles: told(tile_bytes) })}</small>
    </span>
  )
}
