import type { Random } from './random.js';

export interface InventedName {
  givenName: string;
  familyName: string;
}

const listed = (names: string): string[] => names.split('|');

/** Given and family names by the language they come from. Any likeness of a pair to a living person is chance. */
const pools: Record<string, { given: string[]; family: string[]; weight: number }> = {
  english: {
    weight: 30,
    given: listed(
      'Alice|Benjamin|Charlotte|Dominic|Eleanor|Frederick|Georgina|Harriet|Imogen|Jonathan|Katharine|Laurence|Matilda|Nathaniel|Olivia|Philippa|Rupert|Susannah|Theodore|Verity|William|Zoë|Beatrix|Clive|Deborah|Edmund|Gillian|Howard|Jennifer|Malcolm',
    ),
    family: listed(
      'Ackersley|Barraclough|Chadderton|Dunmore-Hale|Ellerby|Fothergill|Greatorex|Hathersage|Inchbald|Jessop|Kettlewell|Loveday|Micklethwaite|Netherby|Oakshott|Pemberthy|Quarmby|Ravenhill|Satterthwaite|Thistlewood|Underhay|Venables-Roe|Winterbourne|Yardley|Applegarth|Birkinshaw|Cholmeley|Dewhirst|Entwhistle|Featherstone-Clarke',
    ),
  },
  celtic: {
    weight: 14,
    given: listed(
      'Aoife|Ciarán|Eilidh|Fergus|Gwenllian|Hamish|Iain|Mairéad|Niamh|Owain|Rhiannon|Siân|Seán|Catrin|Ruaridh|Gráinne',
    ),
    family: listed(
      "O'Riordan|Mac Giolla|McAllister|Ní Fhearghail|Gwyther|ap Rhys|Drummond-Baird|Carruthers|O'Shaughnessy|Prytherch|MacAskill|Kinsella|Trevelyan-Jones|Llewelyn|Dalgleish|Ó Cuinneagáin",
    ),
  },
  southAsian: {
    weight: 15,
    given: listed(
      'Aarav|Bhavna|Chandrika|Devika|Farhan|Gurpreet|Harpreet|Imran|Jaspal|Kavita|Lakshmi|Meera|Nasreen|Omar|Parveen|Rohan|Saira|Tariq|Usha|Zainab',
    ),
    family: listed(
      'Ahmed|Banerjee|Chaudhry|Dhaliwal|Fernando|Gunawardena|Hussain|Iyer|Jayasinghe|Kaur|Lal|Mukherjee|Naqvi|Patel-Moore|Qureshi|Rahman|Sandhu|Thapa|Venkataraman|Wickramasinghe',
    ),
  },
  african: {
    weight: 13,
    given: listed(
      'Abena|Babajide|Chidinma|Dembe|Efua|Folasade|Gebre|Hodan|Ifeoma|Jelani|Kwabena|Lindiwe|Makena|Ngozi|Olumide|Sizwe|Tendai|Wanjiru|Yaa|Zodwa',
    ),
    family: listed(
      "Abiodun|Boateng|Chikwanha|Diallo|Eze|Gebremedhin|Hassan-Warsame|Igwe|Kamau|Lungu|Mensah|N'Diaye|Obi-Fraser|Quartey|Sithole|Tesfaye|Uwimana|Wambui|Yeboah|Zulu",
    ),
  },
  eastAsian: {
    weight: 9,
    given: listed('Haruka|Jia Hui|Kenji|Li Wei|Mei Ling|Minh Anh|Naoko|Seo-yeon|Thuy|Xiaoyu|Yong-jae|Zhen'),
    family: listed('Cheung|Đặng|Fujimoto|Hsieh|Ishikawa|Kwon|Lim-Barker|Nguyễn|Ong|Park|Tran|Yamashita|Zhou'),
  },
  european: {
    weight: 19,
    given: listed(
      'Agnieszka|Björn|Chloé|Dragoș|Elżbieta|François|Giulia|Håkon|Ilse|Jiří|Käthe|Lucía|Matteo|Noémie|Ondřej|Paweł|Rūta|Sławomir|Tuğba|Ülo|Vasiliki|Zsófia',
    ),
    family: listed(
      "Åkerström|Bărbulescu|Čapková|D'Angelo|Étienne|Fernández-Soto|Górska|Höfler|Ivanović|Jørgensen|Kowalczyk|Lindqvist|Müller-Brandt|Novotný|Østergaard|Papadimitriou|Rossetti|Szabó|Þórsdóttir|van der Meulen|de Wit|Yılmaz|Žukauskas",
    ),
  },
};

/** Every name there is, for the large set, which pairs them freely. */
export const everyGivenName = Object.values(pools).flatMap((pool) => pool.given);
export const everyFamilyName = Object.values(pools).flatMap((pool) => pool.family);

const weights = Object.fromEntries(Object.entries(pools).map(([language, pool]) => [language, pool.weight]));

/** A name that has not been given yet. `taken` is added to. */
export function inventName(random: Random, taken: Set<string>): InventedName {
  for (;;) {
    const pool = pools[random.weighted(weights)];
    // Some people carry names of two languages, as in any country.
    const familyPool = random.chance(0.1) ? pools[random.weighted(weights)] : pool;
    const name = { givenName: random.pick(pool.given), familyName: random.pick(familyPool.family) };
    const full = `${name.givenName} ${name.familyName}`;
    if (taken.has(full)) continue;
    taken.add(full);
    return name;
  }
}

const letters: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', þ: 'th', ı: 'i' };

/** The name as the part of an e-mail address before the @. */
export function mailName({ givenName, familyName }: InventedName): string {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[øłđþı]/g, (letter) => letters[letter])
      .normalize('NFD')
      .replace(/[^a-z-]/g, '');
  return `${plain(givenName)}.${plain(familyName)}`;
}
