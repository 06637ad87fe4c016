import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_images_behind',
  {
    changed: '{{number}}판을 만든 뒤에 구성이 바뀌었습니다. 새로 빌드하면 다음 판에 들어갑니다.',
    other_release:
      '{{number}}판은 다른 제품 판의 구성으로 만든 것입니다. 지금 제품의 구성으로는 아직 만들지 않았습니다.',
    held: '새 가상PC는 다른 제품 판의 구성인 {{number}}판으로 만듭니다. 지금 제품의 구성으로 만든 것은 {{next}}판입니다.',
    itself:
      '제품을 켜고 {{minutes}}분이 지나면 저절로 빌드하고, 시험을 거쳐 적용합니다. 그때까지는 {{number}}판을 씁니다.',
    byHand: '저절로는 빌드하지 않습니다. 빌드가 실패했거나, 만든 것을 담당자가 지웠습니다.',
    act: '지금 빌드',
    badge: '다른 제품 판의 구성',
  },
  {
    changed:
      'What it is made of has changed since version {{number}} was built. Build anew to have it in the next one.',
    other_release:
      'Version {{number}} was made from another release of the product. None was made from the one that runs.',
    held: 'New desktops are made of version {{number}}, from another release of the product. Of the one that runs there is version {{next}}.',
    itself:
      'It is built by itself {{minutes}} minutes after the product was started, tried and then rolled out. Until then version {{number}} serves.',
    byHand:
      'It is not built by itself: a build failed, or an administrator took away what was built.',
    act: 'Build now',
    badge: 'Of another release',
  },
)
