/** What lies in a place: the table, the acts on what is chosen, and files dropped on it. */
import { useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { isComposing } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { type Sorting, Table } from '@/kit/table'
import { ActBar } from './act-bar'
import { useColumns } from './columns'
import s from './contents.module.css'
import { DropArea } from './drop-area'
import { EmptyPlace } from './empty-place'
import { type Asking, addressOf, type Node, type Place, type SortWord, sortOf } from './model'
import { NodeDialogs } from './node-dialogs'
import { RenameField } from './rename-field'
import { rowOf } from './rows'
import { useChildren, useView } from './state'
import { useThrowAway } from './throw-away'
import { words } from './words'

interface ContentsProps {
  readonly place: Place
  /** The folder shown; null in the lists that are no folder. */
  readonly folder: Node | null
  /** Whose details are shown beside the table; empty for nobody's. */
  readonly shown: string
  readonly onShow: (id: string) => void
}

export function Contents({ place, folder, shown, onShow }: ContentsProps) {
  const t = useWords(words)
  const [sort, setSort] = useSort()
  const { nodes, error, isPending, more, isMore, retry } = useNodes(place, folder, sort)
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const [asking, ask] = useState<Asking | null>(null)
  const picked = useMemo(() => nodes.filter(({ id }) => chosen.has(id)), [nodes, chosen])
  const throwAway = useThrowAway()
  const navigate = useNavigate()
  const columns = useColumns(place, { ask, onShow, throwAway }, shown !== '')
  function open(node: Node) {
    if (place.kind === 'trash' || node.kind === 'file') onShow(node.id)
    else void navigate(addressOf(node))
  }
  function press(event: React.KeyboardEvent) {
    const isTyping = isComposing(event) || isText(event.target)
    const at = rowOf(event.target)
    const subjects = picked.length > 0 ? picked : nodes.filter(({ id }) => id === at)
    if (!isTyping && place.kind !== 'trash' && act(event.key, subjects)) event.preventDefault()
  }
  function act(key: string, subjects: readonly Node[]): boolean {
    const [first] = subjects
    if (!first) return false
    if (key === 'F2' && first.capabilities.rename) ask({ what: 'rename', nodes: [first] })
    else if (key === 'Delete' && subjects.every(node => node.capabilities.trash))
      void throwAway(subjects).then(() => choose(new Set()))
    else return false
    return true
  }
  // What cannot be reached for a moment may go on being shown; what was refused may not.
  if (error && (nodes.length === 0 || !asRefusal(error).passes))
    return <Problem error={error} onRetry={retry} />
  return (
    <Card title={<Counted count={nodes.length} isMore={isMore} />} flush>
      <ActBar
        place={place}
        nodes={picked}
        ask={ask}
        throwAway={throwAway}
        onDone={() => choose(new Set())}
      />
      <DropArea folder={folder} nodes={nodes}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the table inside it */}
        <div className={s.list} onKeyDown={press}>
          {isPending ? (
            <Skeleton rows={6} />
          ) : (
            <Table
              label={t('title')}
              columns={columns}
              items={nodes}
              idOf={node => node.id}
              selection="multiple"
              selected={chosen}
              onSelect={choose}
              onOpen={open}
              empty={<EmptyPlace place={place} folder={folder} />}
              {...(folder ? { sorting: sortingOf(sort), onSort: setSort } : {})}
            />
          )}
          {asking?.what === 'rename' && asking.nodes[0] && (
            <RenameField node={asking.nodes[0]} onDone={() => ask(null)} />
          )}
        </div>
      </DropArea>
      {more && (
        <div className={s.more}>
          <Button onPress={more}>{t('more')}</Button>
        </div>
      )}
      <NodeDialogs asking={asking} onDone={() => ask(null)} onMoved={() => choose(new Set())} />
    </Card>
  )
}

function isText(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type !== 'checkbox'
}

function Counted({ count, isMore }: { readonly count: number; readonly isMore: boolean }) {
  const t = useWords(words)
  return t(isMore ? 'countMore' : 'count', { count })
}

function useNodes(place: Place, folder: Node | null, sort: SortWord) {
  const inFolder = useChildren(folder?.id ?? null, sort)
  const view = useView(place)
  const query = folder ? inFolder : view
  const pages = inFolder.data?.pages
  const nodes = useMemo(
    () => (folder ? (pages ?? []).flatMap(page => page.nodes) : (view.data ?? [])),
    [folder, pages, view.data],
  )
  const isMore = folder !== null && inFolder.hasNextPage
  return {
    nodes,
    error: query.error,
    isPending: query.isPending,
    isMore,
    more: isMore ? () => void inFolder.fetchNextPage() : null,
    retry: () => void query.refetch(),
  }
}

function useSort() {
  const [params, setParams] = useSearchParams()
  const sort = sortOf(params.get('sort'))
  function set({ column, direction }: Sorting) {
    const key = column === 'updated' ? 'updated_at' : column
    setParams(before => {
      const next = new URLSearchParams(before)
      next.set('sort', direction === 'descending' ? `-${key}` : key)
      return next
    })
  }
  return [sort, set] as const
}

function sortingOf(sort: SortWord): Sorting {
  const key = sort.replace('-', '')
  return {
    column: key === 'updated_at' ? 'updated' : key,
    direction: sort.startsWith('-') ? 'descending' : 'ascending',
  }
}
