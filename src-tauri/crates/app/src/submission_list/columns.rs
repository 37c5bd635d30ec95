//! The columns of a list, by the headers that people write.

use crate::wire::Submission;

/// A field of the submission with the headers of its column, as [`folded`].
pub struct Field {
    /// Its name in the window.
    pub name: &'static str,
    /// Whether it is a day.
    pub is_date: bool,
    headers: &'static [&'static str],
}

/// The headers of the column with the file name.
const FILE: [&str; 12] = [
    "文件名",
    "文件名称",
    "文件",
    "材料文件",
    "素材文件",
    "附件",
    "附件名称",
    "图片",
    "file",
    "filename",
    "attachment",
    "materialfile",
];

/// All fields of a submission.
pub const FIELDS: [Field; 12] = [
    field(
        "number",
        &[
            "编号",
            "送审编号",
            "审查编号",
            "申请编号",
            "number",
            "no",
            "submissionnumber",
        ],
    ),
    field(
        "title",
        &[
            "材料名称",
            "名称",
            "标题",
            "素材名称",
            "宣传材料名称",
            "材料标题",
            "title",
            "material",
            "materialname",
            "name",
        ],
    ),
    field(
        "type",
        &[
            "审查类型",
            "材料类型",
            "类型",
            "素材类型",
            "type",
            "typeofreview",
            "materialtype",
        ],
    ),
    field(
        "channel",
        &[
            "投放渠道",
            "渠道",
            "发布渠道",
            "channel",
            "channels",
            "medium",
        ],
    ),
    field(
        "product",
        &["关联产品", "产品", "产品名称", "product", "productname"],
    ),
    field(
        "audience",
        &["适用客群", "客群", "目标客群", "适用对象", "audience"],
    ),
    field(
        "department",
        &["申请部门", "送审部门", "部门", "提交部门", "department"],
    ),
    field(
        "submitter",
        &[
            "送审人",
            "申请人",
            "提交人",
            "经办人",
            "submittedby",
            "submitter",
            "applicant",
        ],
    ),
    field(
        "contact",
        &["联系方式", "联系电话", "电话", "contact", "phone"],
    ),
    day(
        "planned",
        &[
            "拟投放日期",
            "拟投放时间",
            "投放日期",
            "投放时间",
            "计划投放日期",
            "上线日期",
            "拟上线日期",
            "plannedpublication",
            "planned",
            "planneddate",
            "publicationdate",
        ],
    ),
    day(
        "validUntil",
        &[
            "有效期至",
            "有效期",
            "有效期限",
            "截止日期",
            "到期日",
            "validuntil",
            "expires",
            "expirydate",
        ],
    ),
    field(
        "source",
        &[
            "素材来源",
            "来源",
            "source",
            "sourceofthematerial",
            "materialsource",
        ],
    ),
];

const fn field(name: &'static str, headers: &'static [&'static str]) -> Field {
    Field {
        name,
        is_date: false,
        headers,
    }
}

const fn day(name: &'static str, headers: &'static [&'static str]) -> Field {
    Field {
        is_date: true,
        ..field(name, headers)
    }
}

/// The meaning of a column.
#[derive(Clone, Copy)]
pub enum Column {
    /// The file name.
    File,
    /// A field.
    Field(&'static Field),
}

impl Column {
    /// The column with this header; `None` if it is unknown.
    pub fn of(header: &str) -> Option<Self> {
        let header = folded(header);
        if FILE.contains(&header.as_str()) {
            return Some(Self::File);
        }
        let mut fields = FIELDS.iter();
        let field = fields.find(|field| field.headers.contains(&header.as_str()));
        field.map(Self::Field)
    }

    /// Whether both hold the same.
    pub fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::File, Self::File) => true,
            (Self::Field(one), Self::Field(other)) => one.name == other.name,
            _ => false,
        }
    }
}

/// A header without the additions that people make: white space, marks for required fields, remarks in brackets, capitals.
fn folded(header: &str) -> String {
    let mut depth = 0_u32;
    let letters = header.chars().filter(|c| {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => return depth == 0 && c.is_alphanumeric(),
        }
        false
    });
    letters.flat_map(char::to_lowercase).collect()
}

/// A field of a submission by its name in the window.
pub fn value<'a>(submission: &'a Submission, name: &str) -> &'a str {
    match name {
        "number" => &submission.number,
        "title" => &submission.title,
        "type" => &submission.kind,
        "channel" => &submission.channel,
        "product" => &submission.product,
        "audience" => &submission.audience,
        "department" => &submission.department,
        "submitter" => &submission.submitter,
        "contact" => &submission.contact,
        "planned" => &submission.planned,
        "validUntil" => &submission.valid_until,
        _ => &submission.source,
    }
}

/// The place of a field in a submission, by its name in the window.
pub fn place<'a>(submission: &'a mut Submission, name: &str) -> &'a mut String {
    match name {
        "number" => &mut submission.number,
        "title" => &mut submission.title,
        "type" => &mut submission.kind,
        "channel" => &mut submission.channel,
        "product" => &mut submission.product,
        "audience" => &mut submission.audience,
        "department" => &mut submission.department,
        "submitter" => &mut submission.submitter,
        "contact" => &mut submission.contact,
        "planned" => &mut submission.planned,
        "validUntil" => &mut submission.valid_until,
        _ => &mut submission.source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(header: &str) -> Option<&'static str> {
        Column::of(header).map(|column| match column {
            Column::File => "file",
            Column::Field(field) => field.name,
        })
    }

    #[test]
    fn headers_are_known_in_both_languages_however_they_are_written() {
        for (header, field) in [
            ("文件名", "file"),
            (" File name ", "file"),
            ("* 材料名称（必填）", "title"),
            ("Valid until", "validUntil"),
            ("valid_until", "validUntil"),
            ("拟投放日期 (YYYY-MM-DD)", "planned"),
            ("【必填】送审人", "submitter"),
            ("SUBMITTED BY", "submitter"),
        ] {
            assert_eq!(name(header), Some(field), "{header}");
        }
        for header in ["", "备注", "文件名是", "（必填）"] {
            assert_eq!(name(header), None, "{header}");
        }
    }

    #[test]
    fn each_field_has_a_place_of_its_own_and_no_header_means_two() {
        let mut submission = Submission::default();
        for field in &FIELDS {
            field.name.clone_into(place(&mut submission, field.name));
        }
        for field in &FIELDS {
            assert_eq!(value(&submission, field.name), field.name);
            for header in field.headers {
                assert_eq!(name(header), Some(field.name), "{header}");
            }
        }
    }
}
