import { Clock, FolderOpen, SearchX, Trash2, UsersRound } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Empty } from '@/kit/empty'
import type { Node, Place } from './model'
import { NewMenu } from './new-menu'
import { words } from './words'

/** What would be here, and how it comes here. */
export function EmptyPlace({
  place,
  folder,
}: {
  readonly place: Place
  readonly folder: Node | null
}) {
  const t = useWords(words)
  if (folder)
    return folder.capabilities.upload ? (
      <Empty
        icon={FolderOpen}
        title={t('empty.folder')}
        note={t('empty.folderNote')}
        action={<NewMenu folder={folder} />}
      />
    ) : (
      <Empty icon={FolderOpen} title={t('empty.folder')} note={t('empty.folderRead')} />
    )
  switch (place.kind) {
    case 'shared':
      return <Empty icon={UsersRound} title={t('empty.shared')} note={t('empty.sharedNote')} />
    case 'trash':
      return <Empty icon={Trash2} title={t('empty.trash')} note={t('trashNote')} />
    case 'search':
      return <Empty icon={SearchX} title={t('empty.found')} note={t('empty.foundNote')} />
    default:
      return <Empty icon={Clock} title={t('empty.recent')} note={t('empty.recentNote')} />
  }
}
