/** The columns of each place. */
import { RotateCcw } from 'lucide-react'
import { useMemo } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Moment } from '@/kit/moment'
import type { Column } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import { restore } from './actions'
import s from './contents.module.css'
import type { Acts, Node, Place } from './model'
import { NameCell } from './name-cell'
import { NodeMenu } from './node-menu'
import { useRoots } from './state'
import { words } from './words'

/** `isNarrow` while details are shown beside the table. */
export function useColumns(place: Place, acts: Acts, isNarrow: boolean): readonly Column<Node>[] {
  const t = useWords(words)
  const isFolder = place.kind === 'home' || place.kind === 'folder'
  const label = (id: Parameters<typeof t>[0]) => t(id)
  const name: Column<Node> = {
    id: 'name',
    label: label('column.name'),
    sortable: isFolder,
    width: 'wide',
    isRowHeader: true,
    cell: node => <NameCell node={node} />,
  }
  const updated: Column<Node> = {
    id: 'updated',
    label: label('column.updated'),
    sortable: isFolder,
    cell: node => (
      <span className={s.quiet}>
        <Moment at={node.updated_at} />
      </span>
    ),
  }
  const size: Column<Node> = {
    id: 'size',
    label: label('column.size'),
    sortable: isFolder,
    align: 'end',
    cell: node =>
      node.kind === 'file' ? <span className={s.quiet}>{bytes(node.size_bytes)}</span> : null,
  }
  const menu: Column<Node> = {
    id: 'acts',
    label: label('column.acts'),
    align: 'end',
    width: 'narrow',
    cell: node => <NodeMenu node={node} acts={acts} />,
  }
  const by = quiet('by', label('column.by'), node => node.updated_by.name)
  const owner = quiet('owner', label('column.owner'), node => node.owner.name)
  const level = quiet('level', label('column.level'), node => t(`level.${node.level}`))
  const where: Column<Node> = {
    id: 'place',
    label: label('column.place'),
    cell: node => (
      <span className={s.quiet}>
        <Where node={node} />
      </span>
    ),
  }
  if (place.kind === 'trash') {
    const last = back(label('column.acts'), acts)
    return isNarrow ? [name, last] : [name, where, trashedAt(label('column.trashed')), size, last]
  }
  if (isNarrow) return [name, updated, menu]
  if (place.kind === 'shared') return [name, owner, level, updated, menu]
  if (isFolder) return [name, updated, by, size, menu]
  return [name, where, updated, by, menu]
}

function quiet(id: string, label: string, textOf: (node: Node) => string): Column<Node> {
  return { id, label, cell: node => <span className={s.quiet}>{textOf(node)}</span> }
}

function trashedAt(label: string): Column<Node> {
  return {
    id: 'trashed',
    label,
    cell: ({ trashed_at }) => (
      <span className={s.quiet}>{trashed_at && <Moment at={trashed_at} />}</span>
    ),
  }
}

function back(label: string, acts: Acts): Column<Node> {
  return {
    id: 'acts',
    label,
    align: 'end',
    width: 'narrow',
    cell: node => <Back node={node} acts={acts} />,
  }
}

function Back({ node, acts }: { readonly node: Node; readonly acts: Acts }) {
  const t = useWords(words)
  async function putBack() {
    try {
      await restore(node)
      toast(t('restored', { name: node.name }))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <span className={s.acts}>
      <Button size="s" icon={RotateCcw} onPress={() => void putBack()}>
        {t('act.restore')}
      </Button>
      {node.level === 'manage' && (
        <Button size="s" look="quiet" onPress={() => acts.ask({ what: 'purge', nodes: [node] })}>
          {t('act.purge')}
        </Button>
      )}
    </span>
  )
}

/** The folder around it, in the words of the places. */
export function Where({ node }: { readonly node: Node }) {
  const t = useWords(words)
  const roots = useRoots()
  const around = node.path.at(-1)
  return useMemo(() => {
    if (!around) return t('shared')
    if (around.id === roots.mine.id) return t('mine')
    if (around.id === roots.division.id) return t('division')
    return around.name
  }, [around, roots, t])
}
