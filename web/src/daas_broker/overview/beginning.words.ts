import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_beginning',
  {
    title: '처음 할 일',
    note: '아직 풀이 없어 아무도 가상PC를 열지 못합니다. 차례로 하면 됩니다.',
    images: '이미지 확인',
    imagesNote: '가상PC가 시작하는 디스크입니다. 목록에 ‘전체 적용’된 것이 있어야 합니다.',
    policies: '정책 살펴보기',
    policiesNote: '클립보드·파일·인쇄를 어디까지 허용할지 정합니다. 안전한 값이 들어 있습니다.',
    pools: '풀 만들기',
    poolsNote: '누가 어떤 이미지를 쓰고 몇 대를 켜 둘지 정합니다. 저장하면 켜지기 시작합니다.',
  },
  {
    title: 'What to do first',
    note: 'There is no pool yet, so nobody can open a desktop. Take these one after another.',
    images: 'Look at the images',
    imagesNote: 'The disks that desktops start from. One of them has to be rolled out.',
    policies: 'Read the policy',
    policiesNote: 'How far clipboard, files and printing are open. It begins with safe values.',
    pools: 'Make a pool',
    poolsNote: 'Who uses which image, and how many stand ready. They start as soon as it is saved.',
  },
)
